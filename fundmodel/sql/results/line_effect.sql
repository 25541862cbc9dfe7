-- What a subscription line does to every party: net return, multiple and calls with the line of its scenario and
-- without it, from the same first date. Without the line partners pay when the funds spend, without interest. Empty
-- without lines.
-- grain: scenario_id, party_id, statistic
-- units: rates per year; multiples of paid-in; won; change is with less without
-- source: borrowing_effect; METHOD.md, "Cash of a fund"
select
    scenario_id,
    scenario,
    party_id,
    party_code,
    party_kind,
    statistic,
    irr_with_rate,
    irr_with_status,
    irr_without_rate,
    irr_without_status,
    irr_change_rate,
    with_multiple,
    without_multiple,
    change_multiple,
    paid_in_with_krw,
    paid_in_without_krw
from borrowing_effect
where borrowing = 'line' and statistic in ('central', 'median')
order by scenario_id, party_id, statistic
