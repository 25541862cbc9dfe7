-- What late investors of child funds pay early ones, over the whole life: the most that was carried for a party, or by
-- it, and the interest on it. On the central case, and the mean and quantiles over the random paths, cell by cell. No
-- rows where all funds are formed as planned.
-- grain: scenario_id, investor_id, statistic
-- units: whole won; interest_krw + received, - paid; outside commitment and paid-in
-- source: METHOD.md, "Closings of a fund"
with lists as (
    select
        scenario_id,
        investor_id,
        quantile_cont(carried_krw, [0.05, 0.5, 0.95]) as carried,
        quantile_cont(interest_krw, [0.05, 0.5, 0.95]) as interest,
        count(*)::bigint as path_count,
        sum(carried_krw)::bigint as carried_sum,
        sum(interest_krw)::bigint as interest_sum
    from equalisations
    where path_id > 0
    group by scenario_id, investor_id
),
statistics as (
    select scenario_id, investor_id, 'central' as statistic, carried_krw, interest_krw
    from equalisations
    where path_id = 0
    union all by name
    select
        scenario_id, investor_id, unnest(['p5', 'median', 'p95']) as statistic, unnest(carried)::bigint as carried_krw,
        unnest(interest)::bigint as interest_krw
    from lists
    union all by name
    select
        scenario_id, investor_id, 'mean' as statistic, carried_sum // path_count as carried_krw,
        -- what may be below zero loses its remainder first, so that it is floored, too
        (interest_sum - (interest_sum % path_count + path_count) % path_count) // path_count as interest_krw
    from lists
)
select
    t.scenario_id,
    s.scenario,
    t.investor_id,
    i.investor_code,
    t.statistic,
    t.carried_krw,
    t.interest_krw
from statistics as t
inner join scenarios as s on s.scenario_id = t.scenario_id
inner join investors as i on i.investor_id = t.investor_id
order by t.scenario_id, t.investor_id, t.statistic
