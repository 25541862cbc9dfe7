-- Cash of the holders of every note by quarter, added up over paths.
-- grain: scenario_id, note_id, path_group, quarter
-- units: whole units of the note's currency (won, US cents); sums over path_count paths; received from the fund, its
--        trustee and the guarantor
-- source: note_flow_sums of all blocks; path_group central is path 0, random is all other paths
select
    scenario_id,
    note_id,
    path_group,
    quarter,
    sum(path_count)::bigint as path_count,
    sum(issued_units)::bigint as issued_units,
    sum(received_units)::bigint as received_units
from note_flow_sums
group by scenario_id, note_id, path_group, quarter
order by scenario_id, note_id, path_group, quarter
