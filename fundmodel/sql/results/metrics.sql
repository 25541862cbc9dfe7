-- Returns of every party: rates, multiples and money, on the central case, over the random paths and of mean
-- cash. A rate that does not exist is empty and has its reason in the status; multiples are empty where
-- nothing was paid in; shares of paths are empty without random paths. Parties that count in won have their
-- net rate as own-currency rate.
-- grain: scenario_id, party_id, statistic
-- units: rates per year; multiples of paid-in; won; payback_quarter from quarter 0, -1 is never; shares of
-- random paths
-- source: rate_statistics, total_statistics
with rates as (
    select
        scenario_id,
        party_id,
        statistic,
        max(rate) filter (where measure = 'gross') as gross_rate,
        max(status) filter (where measure = 'gross') as gross_status,
        max(rate) filter (where measure = 'net') as net_rate,
        max(status) filter (where measure = 'net') as net_status,
        max(rate) filter (where measure = 'net_own_currency') as own_rate,
        max(status) filter (where measure = 'net_own_currency') as own_status,
        max(hurdle_rate) as hurdle_rate,
        max(below_hurdle_share) filter (where measure = 'net') as below_hurdle_share,
        max(single_rate_share) filter (where measure = 'net') as single_rate_share
    from rate_statistics
    group by scenario_id, party_id, statistic
)
select
    t.scenario_id,
    s.scenario,
    t.party_id,
    p.party_code,
    p.party_kind,
    k.party_code as class_code,
    t.statistic,
    r.gross_rate as irr_gross_rate,
    r.gross_status as irr_gross_status,
    r.net_rate as irr_net_rate,
    r.net_status as irr_net_status,
    case when r.own_status is null then r.net_rate else r.own_rate end as irr_own_currency_rate,
    case when r.own_status is null then r.net_status else r.own_status end as irr_own_currency_status,
    t.tvpi_multiple,
    t.dpi_multiple,
    t.rvpi_multiple,
    t.pic_share,
    t.moic_gross_multiple,
    t.multiple_status,
    t.commitment_krw,
    t.paid_in_krw,
    t.distributed_krw,
    t.first_loss_krw,
    t.fee_krw,
    t.carry_krw,
    t.peak_need_krw,
    t.payback_quarter,
    t.loss_share,
    r.hurdle_rate,
    r.below_hurdle_share,
    r.single_rate_share,
    t.random_path_count
from total_statistics as t
inner join scenarios as s on s.scenario_id = t.scenario_id
inner join parties as p on p.party_id = t.party_id
left join parties as k on k.party_kind = 'class' and k.class_id = p.class_id
left join rates as r on r.scenario_id = t.scenario_id and r.party_id = t.party_id and r.statistic = t.statistic
order by t.scenario_id, t.party_id, t.statistic
