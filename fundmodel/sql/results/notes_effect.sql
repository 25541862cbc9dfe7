-- What notes do to equity: returns and chances of loss with the notes of a scenario and without. Without notes partners
-- pay for everything that assets ask for. Empty for scenarios without notes.
-- grain: scenario_id, party_id, statistic
-- units: rates per year; multiples of paid-in; won; shares of the random paths that paid in; change is with less
--        without; net_change_krw quantiles of the change path by path
-- source: borrowing_effect; METHOD.md, "Notes of a fund"
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
    paid_in_without_krw,
    net_change_krw,
    loss_with_share,
    loss_without_share,
    loss_change_share
from borrowing_effect
where borrowing = 'notes'
order by scenario_id, party_id, statistic
