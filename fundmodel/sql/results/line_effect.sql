-- What a subscription line does to every party: net return, multiple and calls with the line of its scenario and
-- without it, on the same paths. Both count from the same first date, the first quarter of the programme: quarters
-- before the first call do not change a rate. Without the line partners pay when the funds spend, without interest.
-- Quantiles rank rates as rate_statistics does: no rate at all ranks with a total loss. Empty without lines.
-- grain: scenario_id, party_id, statistic
-- units: rates per year; multiples of paid-in; won; change is with less without
-- source: party_totals, irrs, equity_without_line; METHOD.md, "Cash of a fund" and "IRR"
with compared as (
    select
        o.scenario_id,
        o.party_id,
        o.path_id,
        t.paid_in_krw as paid_in_with_krw,
        o.paid_in_krw as paid_in_without_krw,
        case when t.paid_in_krw > 0 then t.distributed_krw::double / t.paid_in_krw end as multiple_with,
        case when o.paid_in_krw > 0 then o.distributed_krw::double / o.paid_in_krw end as multiple_without,
        case when i.status = 'out of range' then -1 else i.rate end as rate_with,
        case when o.status = 'out of range' then -1 else o.rate end as rate_without,
        i.status as status_with,
        o.status as status_without
    from equity_without_line as o
    inner join party_totals as t
        on t.scenario_id = o.scenario_id and t.party_id = o.party_id and t.path_id = o.path_id
    inner join irrs as i
        on i.scenario_id = o.scenario_id and i.party_id = o.party_id and i.path_id = o.path_id and i.measure = 'net'
),
cells as (
    select
        scenario_id, party_id, 'central' as statistic, paid_in_with_krw, paid_in_without_krw, multiple_with,
        multiple_without, rate_with, rate_without, status_with, status_without
    from compared
    where path_id = 0
    union all by name
    select
        scenario_id,
        party_id,
        'median' as statistic,
        quantile_cont(paid_in_with_krw, [0.5])[1]::bigint as paid_in_with_krw,
        quantile_cont(paid_in_without_krw, [0.5])[1]::bigint as paid_in_without_krw,
        quantile_cont(multiple_with, [0.5])[1] as multiple_with,
        quantile_cont(multiple_without, [0.5])[1] as multiple_without,
        quantile_cont(rate_with, [0.5])[1] as rate_with,
        quantile_cont(rate_without, [0.5])[1] as rate_without,
        null as status_with,
        null as status_without
    from compared
    where path_id > 0
    group by scenario_id, party_id
),
worded as (
    select
        *,
        coalesce(
            status_with,
            case when rate_with is null then 'no sign change' when rate_with > -1 then 'ok' else 'total loss' end
        ) as irr_with_status,
        coalesce(
            status_without,
            case
                when rate_without is null then 'no sign change' when rate_without > -1 then 'ok' else 'total loss'
            end
        ) as irr_without_status
    from cells
)
select
    w.scenario_id,
    c.scenario,
    w.party_id,
    p.party_code,
    p.party_kind,
    w.statistic,
    0 as first_quarter,
    case when w.irr_with_status <> 'out of range' then w.rate_with end as irr_with_rate,
    w.irr_with_status,
    case when w.irr_without_status <> 'out of range' then w.rate_without end as irr_without_rate,
    w.irr_without_status,
    case when w.irr_with_status = 'ok' and w.irr_without_status = 'ok' then w.rate_with - w.rate_without end
        as irr_change_rate,
    w.multiple_with as with_multiple,
    w.multiple_without as without_multiple,
    w.multiple_with - w.multiple_without as change_multiple,
    w.paid_in_with_krw,
    w.paid_in_without_krw
from worded as w
inner join scenarios as c on c.scenario_id = w.scenario_id
inner join parties as p on p.party_id = w.party_id
order by w.scenario_id, w.party_id, w.statistic
