-- Cash of every party by quarter, added up over paths: what mean cash and its IRR are made from.
-- grain: scenario_id, party_id, path_group, quarter
-- units: whole won (own_currency_net_cents: US cents); sums over path_count paths
-- source: party_flow_sums of all blocks; path_group central is path 0, random is all other paths
select
    scenario_id,
    party_id,
    path_group,
    quarter,
    sum(path_count)::bigint as path_count,
    sum(paid_in_krw)::bigint as paid_in_krw,
    sum(distributed_krw)::bigint as distributed_krw,
    sum(gross_invested_krw)::bigint as gross_invested_krw,
    sum(gross_proceeds_krw)::bigint as gross_proceeds_krw,
    sum(nav_krw)::bigint as nav_krw,
    sum(own_currency_net_cents)::bigint as own_currency_net_cents
from party_flow_sums
group by scenario_id, party_id, path_group, quarter
having sum(path_count)::bigint > 0
order by scenario_id, party_id, path_group, quarter
