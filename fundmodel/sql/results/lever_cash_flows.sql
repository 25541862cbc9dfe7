-- Net cash by quarter of every party with all levers of public support, without each, and without any, added up over
-- paths: what the rates of return of lever values are made from.
-- grain: scenario_id, case_id, party_id, path_group, quarter
-- units: whole won, sums over path_count paths; ids as in lever_totals
-- source: lever_flow_sums of all blocks; path_group central is path 0, random is all other paths
select
    scenario_id,
    case_id,
    party_id,
    path_group,
    quarter,
    sum(path_count)::bigint as path_count,
    sum(net_krw)::bigint as net_krw
from lever_flow_sums
group by scenario_id, case_id, party_id, path_group, quarter
order by scenario_id, case_id, party_id, path_group, quarter
