-- What was planned and what was formed: commitments of all ultimate investors and their foreign share, child funds
-- formed, licences handed back, delay of the first close. On the central case, the mean and quantiles over the random
-- paths, cell by cell. No rows for scenarios in which all funds are formed as planned.
-- grain: scenario_id, statistic
-- units: whole won, looked through the mega fund; shares 0..1; counts of funds, on quantiles as decimals; quarters,
--        mean over the funds that were formed
-- source: METHOD.md, "Closings of a fund" and "Foreign capital"
with plans as (
    select
        c.scenario_id,
        sum(c.commitment_krw)::bigint as planned_krw,
        coalesce(sum(c.commitment_krw) filter (where p.party_code = 'foreign'), 0)::bigint as foreign_planned_krw
    from commitments as c
    inner join parties as p on p.party_kind = 'class' and p.class_id = c.class_id
    where c.investor_id >= 0
    group by c.scenario_id
),
children as (
    select scenario_id, count(*)::bigint as fund_count
    from funds
    where level = 1
    group by scenario_id
),
formed as (
    select
        t.scenario_id,
        t.path_id,
        max(t.commitment_krw) filter (where p.party_kind = 'whole') as formed_krw,
        max(t.commitment_krw) filter (where p.party_kind = 'class' and p.party_code = 'foreign') as foreign_formed_krw
    from party_totals as t
    inner join parties as p on p.party_id = t.party_id
    group by t.scenario_id, t.path_id
),
raised as (
    select
        scenario_id,
        path_id,
        (count(*) filter (where is_formed))::bigint as formed_count,
        (count(*) filter (where is_returned))::bigint as returned_count,
        (count(*) filter (where is_formed and size_share < 1))::bigint as small_count,
        coalesce(sum(delay_quarters) filter (where is_formed), 0)::bigint as delay_quarters
    from fund_formation
    group by scenario_id, path_id
),
by_path as (
    select
        f.scenario_id,
        f.path_id,
        f.formed_krw,
        f.foreign_formed_krw,
        f.foreign_formed_krw::double / nullif(f.formed_krw, 0) as formed_foreign_share,
        coalesce(r.formed_count, c.fund_count)::bigint as formed_count,
        coalesce(r.returned_count, 0)::bigint as returned_count,
        coalesce(r.small_count, 0)::bigint as small_count,
        coalesce(r.delay_quarters::double / nullif(r.formed_count, 0), 0) as delay_quarters
    from formed as f
    inner join children as c on c.scenario_id = f.scenario_id
    left join raised as r on r.scenario_id = f.scenario_id and r.path_id = f.path_id
),
lists as (
    select
        scenario_id,
        quantile_cont(formed_krw, [0.05, 0.5, 0.95]) as formed,
        quantile_cont(foreign_formed_krw, [0.05, 0.5, 0.95]) as foreign_formed,
        quantile_cont(formed_foreign_share, [0.05, 0.5, 0.95]) as formed_foreign,
        quantile_cont(formed_count, [0.05, 0.5, 0.95]) as formed_funds,
        quantile_cont(returned_count, [0.05, 0.5, 0.95]) as returned,
        quantile_cont(small_count, [0.05, 0.5, 0.95]) as small,
        quantile_cont(delay_quarters, [0.05, 0.5, 0.95]) as delay,
        count(*)::bigint as path_count,
        sum(formed_krw)::bigint as formed_sum,
        sum(foreign_formed_krw)::bigint as foreign_sum,
        sum(formed_count)::bigint as funds_sum,
        sum(returned_count)::bigint as returned_sum,
        sum(small_count)::bigint as small_sum,
        avg(delay_quarters::decimal(18, 9)) as delay_mean
    from by_path
    where path_id > 0
    group by scenario_id
),
statistics as (
    select
        scenario_id, 'central' as statistic, formed_krw, foreign_formed_krw, formed_foreign_share,
        formed_count::double as funds_formed, returned_count::double as licences_returned,
        small_count::double as funds_below_target, delay_quarters
    from by_path
    where path_id = 0
    union all by name
    select
        scenario_id, unnest(['p5', 'median', 'p95']) as statistic, unnest(formed)::bigint as formed_krw,
        unnest(foreign_formed)::bigint as foreign_formed_krw, unnest(formed_foreign) as formed_foreign_share,
        unnest(formed_funds) as funds_formed, unnest(returned) as licences_returned,
        unnest(small) as funds_below_target, unnest(delay) as delay_quarters
    from lists
    union all by name
    select
        scenario_id, 'mean' as statistic, formed_sum // path_count as formed_krw,
        foreign_sum // path_count as foreign_formed_krw,
        foreign_sum::double / nullif(formed_sum, 0) as formed_foreign_share,
        funds_sum::double / path_count as funds_formed, returned_sum::double / path_count as licences_returned,
        small_sum::double / path_count as funds_below_target, delay_mean::double as delay_quarters
    from lists
)
select
    t.scenario_id,
    s.scenario,
    t.statistic,
    p.planned_krw,
    t.formed_krw,
    p.foreign_planned_krw,
    t.foreign_formed_krw,
    p.foreign_planned_krw::double / p.planned_krw as planned_foreign_share,
    t.formed_foreign_share,
    c.fund_count,
    t.funds_formed,
    t.licences_returned,
    t.funds_below_target,
    t.delay_quarters
from statistics as t
inner join scenarios as s on s.scenario_id = t.scenario_id
inner join plans as p on p.scenario_id = t.scenario_id
inner join children as c on c.scenario_id = t.scenario_id
inner join formation_assumptions as a on a.scenario_id = t.scenario_id
where a.formation_risk <> 'planned'
order by t.scenario_id, t.statistic
