-- Guaranteed bonds of public investors outstanding, quarter by quarter: what the treasury stands for.
-- grain: scenario_id, investor_id, path_group, quarter
-- units: whole won at the end of the quarter, means rounded toward zero; p95 over the random paths
-- source: bond_flows; METHOD.md, "Bonds of the public investor"; path_group central is path 0, random all others
with sums as (
    select
        scenario_id,
        investor_id,
        case when path_id = 0 then 'central' else 'random' end as path_group,
        quarter,
        count(*)::bigint as path_count,
        sum(balance_krw)::bigint as balance_krw,
        quantile_cont(balance_krw, [0.95])[1] as p95_balance_krw
    from bond_flows
    group by scenario_id, investor_id, case when path_id = 0 then 'central' else 'random' end, quarter
)
select
    b.scenario_id,
    b.investor_id,
    i.investor_code,
    b.path_group,
    b.quarter,
    b.balance_krw // b.path_count as balance_krw,
    case when b.path_group = 'random' then b.p95_balance_krw::bigint end as p95_balance_krw
from sums as b
inner join investors as i on i.investor_id = b.investor_id
order by b.scenario_id, b.investor_id, b.path_group, b.quarter
