-- What the programme does for the country by year: capacity, production, exports, jobs, companies, approvals,
-- public money back, against the national targets with the base that each target names. Stocks and counts
-- (kL, jobs, companies, approvals, listings) are to date at the year's end, money is of the year. Targets are
-- shown in every year, with the year they are meant for; a target in dollars is turned into won at the
-- starting rate. Attribution full counts an asset whole, owned only the funds' share. Quantiles are taken
-- cell by cell.
-- grain: scenario_id, measure, attribution, statistic, year
-- units: as the column unit says; share_of_target 0..1
-- source: METHOD.md "2030"; datasets/policy_targets.csv
with world_paths as (
    select distinct s.world_id, t.path_id
    from party_totals as t
    inner join scenarios as s on s.scenario_id = t.scenario_id
),
world_measures as (
    select distinct world_id, measure, attribution
    from asset_outcomes
),
year_numbers as (
    select unnest(range(0, n_quarters, 4)) // 4 as year_number, first_year
    from run_settings
),
annual as (
    select world_id, path_id, measure, attribution, quarter // 4 as year_number, sum(amount)::bigint as amount
    from asset_outcomes
    group by world_id, path_id, measure, attribution, quarter // 4
),
in_years as (
    select
        m.world_id,
        m.measure,
        m.attribution,
        p.path_id,
        y.year_number,
        coalesce(a.amount, 0) as amount
    from world_measures as m
    inner join world_paths as p on p.world_id = m.world_id
    cross join year_numbers as y
    left join annual as a
        on a.world_id = m.world_id
        and a.measure = m.measure
        and a.attribution = m.attribution
        and a.path_id = p.path_id
        and a.year_number = y.year_number
),
to_dates as (
    select
        world_id,
        measure,
        attribution,
        path_id,
        year_number,
        amount,
        sum(amount) over (
            partition by world_id, measure, attribution
            order by path_id, year_number
            rows between year_number preceding and current row
        )::bigint as amount_to_date
    from in_years
),
asset_amounts as (
    select
        world_id,
        measure,
        attribution,
        path_id,
        year_number,
        case when ends_with(measure, '_krw') then amount else amount_to_date end as amount
    from to_dates
),
public_money as (
    select
        f.scenario_id,
        f.path_id,
        f.quarter // 4 as year_number,
        sum(f.distributed_krw)::bigint as back_krw,
        sum(-f.first_loss_krw)::bigint as first_loss_krw
    from class_flows as f
    inner join parties as p on p.party_kind = 'class' and p.class_id = f.class_id and p.party_code = 'public'
    group by f.scenario_id, f.path_id, f.quarter // 4
),
public_amounts as (
    select
        scenario_id,
        path_id,
        year_number,
        'full' as attribution,
        unnest(['public_money_back_krw', 'public_first_loss_krw']) as measure,
        unnest([back_krw, first_loss_krw]) as amount
    from public_money
),
world_cells as (
    select
        world_id, measure, attribution, year_number,
        (sum(amount) filter (where path_id = 0))::bigint as central,
        (count(*) filter (where path_id > 0))::bigint as path_count,
        (sum(amount) filter (where path_id > 0))::bigint as amount_sum,
        quantile_cont(amount, [0.1, 0.9]) filter (where path_id > 0) as amounts
    from asset_amounts
    group by world_id, measure, attribution, year_number
),
cells as (
    select
        s.scenario_id, a.measure, a.attribution, a.year_number, a.central, a.path_count, a.amount_sum, a.amounts
    from world_cells as a
    inner join scenarios as s on s.world_id = a.world_id
    union all by name
    select
        scenario_id, measure, attribution, year_number,
        (sum(amount) filter (where path_id = 0))::bigint as central,
        (count(*) filter (where path_id > 0))::bigint as path_count,
        (sum(amount) filter (where path_id > 0))::bigint as amount_sum,
        quantile_cont(amount, [0.1, 0.9]) filter (where path_id > 0) as amounts
    from public_amounts
    group by scenario_id, measure, attribution, year_number
),
statistics as (
    select scenario_id, measure, attribution, year_number, 'central' as statistic, central::double as amount
    from cells
    union all by name
    select
        scenario_id, measure, attribution, year_number, 'mean' as statistic,
        amount_sum::double / path_count as amount
    from cells
    where path_count > 0
    union all by name
    select
        scenario_id, measure, attribution, year_number, unnest(['p10', 'p90']) as statistic,
        unnest(amounts) as amount
    from cells
    where path_count > 0
),
targets as (
    select
        case metric
            when 'bio_production_target' then 'revenue_krw'
            when 'exports_target' then 'export_krw'
            when 'biologics_capacity_target' then 'kl_online'
        end as measure,
        programme,
        base_code,
        year,
        unit,
        value
    from policy_targets_data
    where kind = 'target'
    qualify row_number() over (partition by metric order by year desc, programme) = 1
),
measured as (
    select
        t.scenario_id,
        s.scenario,
        y.first_year + t.year_number as year,
        t.measure,
        t.attribution,
        t.statistic,
        case when ends_with(t.measure, '_krw') then t.amount else t.amount / 1000 end as amount,
        case
            when ends_with(t.measure, '_krw') then 'KRW'
            when t.measure = 'kl_online' then 'kL'
            when t.measure = 'jobs' then 'persons'
            else 'companies'
        end as unit,
        g.value * case g.unit when 'USD' then m.krw_per_usd_start else 1 end as target_amount,
        g.base_code,
        g.programme,
        g.year as target_year
    from statistics as t
    inner join scenarios as s on s.scenario_id = t.scenario_id
    inner join market_assumptions as m on m.world_id = s.world_id
    inner join year_numbers as y on y.year_number = t.year_number
    left join targets as g on g.measure = t.measure
)
select
    scenario_id,
    scenario,
    year::integer as year,
    measure,
    attribution,
    statistic,
    amount::double as amount,
    unit,
    case unit when 'KRW' then 'in year' else 'to date' end as basis,
    target_amount::double as target_amount,
    base_code as target_base,
    programme as target_programme,
    target_year::integer as target_year,
    (amount / target_amount)::double as share_of_target
from measured
order by scenario_id, measure, attribution, statistic, year
