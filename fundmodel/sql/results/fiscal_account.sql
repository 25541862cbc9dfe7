-- The account of fiscal money that is appropriated by the year: what was paid into it, what lay on it, what that
-- earned. Empty where fiscal money is paid on call.
-- grain: scenario_id, investor_id, statistic
-- units: won; statistic central is path 0, mean that of the random paths, rounded down; idle_krw is the mean balance
--        over the quarters in which there is any
-- source: appropriations; METHOD.md, "Cash of a fund"
with lives as (
    select
        scenario_id,
        path_id,
        investor_id,
        sum(paid_krw)::bigint as paid_krw,
        sum(called_krw)::bigint as called_krw,
        sum(short_krw)::bigint as short_krw,
        sum(interest_krw)::bigint as interest_krw,
        sum(returned_krw)::bigint as returned_krw,
        max(balance_krw) as peak_krw,
        sum(balance_krw)::bigint // greatest(count(*) filter (where balance_krw > 0), 1) as idle_krw
    from appropriations
    group by scenario_id, path_id, investor_id
),
sums as (
    select
        scenario_id,
        investor_id,
        case when path_id = 0 then 'central' else 'mean' end as statistic,
        count(*)::bigint as path_count,
        sum(paid_krw)::bigint as paid_krw,
        sum(called_krw)::bigint as called_krw,
        sum(short_krw)::bigint as short_krw,
        sum(interest_krw)::bigint as interest_krw,
        sum(returned_krw)::bigint as returned_krw,
        sum(peak_krw)::bigint as peak_krw,
        sum(idle_krw)::bigint as idle_krw
    from lives
    group by scenario_id, investor_id, case when path_id = 0 then 'central' else 'mean' end
)
select
    s.scenario_id,
    c.scenario,
    s.investor_id,
    i.investor_code,
    s.statistic,
    (s.paid_krw // s.path_count)::bigint as paid_krw,
    (s.called_krw // s.path_count)::bigint as called_krw,
    (s.short_krw // s.path_count)::bigint as short_krw,
    (s.idle_krw // s.path_count)::bigint as idle_krw,
    (s.peak_krw // s.path_count)::bigint as peak_krw,
    (s.interest_krw // s.path_count)::bigint as interest_krw,
    (s.returned_krw // s.path_count)::bigint as returned_krw
from sums as s
inner join scenarios as c on c.scenario_id = s.scenario_id
inner join investors as i on i.investor_id = s.investor_id
order by s.scenario_id, s.investor_id, s.statistic
