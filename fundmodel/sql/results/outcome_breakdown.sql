-- Policy outcomes by cluster, and those of companies by phase: who is funded where, and what comes of it.
-- Stocks and counts are to date at the year's end, money is of the year, as in policy_outcomes.
-- grain: scenario_id, dimension, code, measure, attribution, statistic, year
-- units: as the column unit says; row mean is the mean over the random paths
-- source: asset_outcomes; a company's phase is the one in which the event finds it
with year_numbers as (
    select unnest(range(0, n_quarters, 4)) // 4 as year_number, first_year
    from run_settings
),
path_counts as (
    select
        s.world_id,
        case when t.path_id = 0 then 'central' else 'mean' end as statistic,
        count(distinct t.path_id)::bigint as path_count
    from party_totals as t
    inner join parties as p on p.party_id = t.party_id and p.party_kind = 'whole'
    inner join scenarios as s on s.scenario_id = t.scenario_id
    group by s.world_id, case when t.path_id = 0 then 'central' else 'mean' end
),
annual as (
    select
        world_id,
        case when path_id = 0 then 'central' else 'mean' end as statistic,
        cluster_id,
        phase,
        measure,
        attribution,
        quarter // 4 as year_number,
        sum(amount)::bigint as amount
    from asset_outcomes
    group by
        world_id, case when path_id = 0 then 'central' else 'mean' end, cluster_id, phase, measure, attribution,
        quarter // 4
),
coded as (
    select
        a.world_id, a.statistic, 'cluster' as dimension, c.cluster_code as code, a.measure, a.attribution,
        a.year_number, a.amount
    from annual as a
    inner join clusters as c on c.cluster_id = a.cluster_id
    union all by name
    select
        a.world_id, a.statistic, 'phase' as dimension, h.phase_code as code, a.measure, a.attribution,
        a.year_number, a.amount
    from annual as a
    inner join phases as h on h.phase_id = a.phase
),
by_code as (
    select
        world_id, dimension, code, measure, attribution, statistic, year_number, sum(amount)::bigint as amount
    from coded
    group by world_id, dimension, code, measure, attribution, statistic, year_number
),
lines as (
    select distinct b.world_id, b.dimension, b.code, b.measure, b.attribution, n.statistic, n.path_count
    from by_code as b
    inner join path_counts as n on n.world_id = b.world_id
),
in_years as (
    select
        l.world_id,
        l.dimension,
        l.code,
        l.measure,
        l.attribution,
        l.statistic,
        l.path_count,
        y.year_number,
        y.first_year,
        coalesce(b.amount, 0) as amount
    from lines as l
    cross join year_numbers as y
    left join by_code as b
        on b.world_id = l.world_id
        and b.dimension = l.dimension
        and b.code = l.code
        and b.measure = l.measure
        and b.attribution = l.attribution
        and b.statistic = l.statistic
        and b.year_number = y.year_number
),
to_dates as (
    select
        *,
        sum(amount) over (
            partition by world_id, dimension, code, measure, attribution, statistic
            order by year_number
        )::bigint as amount_to_date
    from in_years
)
select
    s.scenario_id,
    s.scenario,
    t.dimension,
    t.code,
    t.measure,
    t.attribution,
    t.statistic,
    (t.first_year + t.year_number)::integer as year,
    case
        when ends_with(t.measure, '_krw') then t.amount::double / t.path_count
        else t.amount_to_date::double / t.path_count / 1000
    end as amount,
    case
        when ends_with(t.measure, '_krw') then 'KRW'
        when t.measure = 'kl_online' then 'kL'
        when t.measure = 'jobs' then 'persons'
        else 'companies'
    end as unit,
    case when ends_with(t.measure, '_krw') then 'in year' else 'to date' end as basis
from to_dates as t
inner join scenarios as s on s.world_id = t.world_id
order by s.scenario_id, t.dimension, t.code, t.measure, t.attribution, t.statistic, year
