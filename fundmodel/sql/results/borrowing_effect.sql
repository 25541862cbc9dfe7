-- What borrowing does to equity: net return, multiple and chance of loss of every party with what the funds of its
-- scenario borrow (notes, or a subscription line) and without it, on the same paths. Both count from the first quarter
-- of the programme: quarters before the first call do not change a rate. Quantiles rank rates as rate_statistics does:
-- no rate at all ranks with a total loss. Empty for scenarios that borrow nothing.
-- grain: scenario_id, borrowing, party_id, statistic
-- units: rates per year; multiples of paid-in; won; shares of the random paths that paid in; change is with less
--        without; net_change_krw quantiles of the change path by path
-- source: party_totals, irrs, equity_without; METHOD.md, "Notes of a fund", "Cash of a fund" and "IRR"
with compared as (
    select
        o.scenario_id,
        o.borrowing,
        o.party_id,
        o.path_id,
        t.paid_in_krw as paid_in_with_krw,
        o.paid_in_krw as paid_in_without_krw,
        case when t.paid_in_krw > 0 then t.distributed_krw::double / t.paid_in_krw end as multiple_with,
        case when o.paid_in_krw > 0 then o.distributed_krw::double / o.paid_in_krw end as multiple_without,
        case when i.status = 'out of range' then -1 else i.rate end as rate_with,
        case when o.status = 'out of range' then -1 else o.rate end as rate_without,
        i.status as status_with,
        o.status as status_without,
        (t.distributed_krw - t.paid_in_krw) - (o.distributed_krw - o.paid_in_krw) as net_change_krw
    from equity_without as o
    inner join party_totals as t
        on t.scenario_id = o.scenario_id and t.party_id = o.party_id and t.path_id = o.path_id
    inner join irrs as i
        on i.scenario_id = o.scenario_id and i.party_id = o.party_id and i.path_id = o.path_id and i.measure = 'net'
),
lists as (
    select
        scenario_id,
        borrowing,
        party_id,
        quantile_cont(paid_in_with_krw, [0.05, 0.5, 0.95]) as paid_in_with,
        quantile_cont(paid_in_without_krw, [0.05, 0.5, 0.95]) as paid_in_without,
        quantile_cont(multiple_with, [0.05, 0.5, 0.95]) as multiples_with,
        quantile_cont(multiple_without, [0.05, 0.5, 0.95]) as multiples_without,
        quantile_cont(rate_with, [0.05, 0.5, 0.95]) as rates_with,
        quantile_cont(rate_without, [0.05, 0.5, 0.95]) as rates_without,
        quantile_cont(net_change_krw, [0.05, 0.5, 0.95]) as net_changes,
        count(multiple_with)::bigint as count_with,
        count(multiple_without)::bigint as count_without,
        (count(*) filter (where multiple_with < 1))::bigint as losing_with,
        (count(*) filter (where multiple_without < 1))::bigint as losing_without
    from compared
    where path_id > 0
    group by scenario_id, borrowing, party_id
),
cells as (
    select
        scenario_id, borrowing, party_id, 'central' as statistic, paid_in_with_krw, paid_in_without_krw,
        multiple_with, multiple_without, rate_with, rate_without, status_with, status_without, net_change_krw
    from compared
    where path_id = 0
    union all by name
    select
        scenario_id,
        borrowing,
        party_id,
        unnest(['p5', 'median', 'p95']) as statistic,
        unnest(paid_in_with)::bigint as paid_in_with_krw,
        unnest(paid_in_without)::bigint as paid_in_without_krw,
        unnest(multiples_with) as multiple_with,
        unnest(multiples_without) as multiple_without,
        unnest(rates_with) as rate_with,
        unnest(rates_without) as rate_without,
        null as status_with,
        null as status_without,
        unnest(net_changes)::bigint as net_change_krw
    from lists
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
    w.borrowing,
    w.party_id,
    p.party_code,
    p.party_kind,
    w.statistic,
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
    w.paid_in_without_krw,
    w.net_change_krw,
    case when l.count_with > 0 then l.losing_with::double / l.count_with end as loss_with_share,
    case when l.count_without > 0 then l.losing_without::double / l.count_without end as loss_without_share,
    case
        when l.count_with > 0 and l.count_without > 0
            then l.losing_with::double / l.count_with - l.losing_without::double / l.count_without
    end as loss_change_share
from worded as w
inner join scenarios as c on c.scenario_id = w.scenario_id
inner join parties as p on p.party_id = w.party_id
left join lists as l
    on l.scenario_id = w.scenario_id and l.borrowing = w.borrowing and l.party_id = w.party_id
order by w.scenario_id, w.borrowing, w.party_id, w.statistic
