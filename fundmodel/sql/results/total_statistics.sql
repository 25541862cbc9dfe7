-- Money and multiples of every party over its whole life: on the central case and over the random paths. Row
-- mean is made of sums over the paths: multiples are quotients of sums, won amounts are sums divided by the
-- number of paths and floored, the payback is that of the summed cash. A quantile of the payback counts paths
-- that never pay back as later than all others. The grid ends after the last liquidation, where NAV is zero
-- on every path (law): the NAV left over is read for path 0 and for the sum of the random paths and is 0 in
-- the quantiles.
-- grain: scenario_id, party_id, statistic
-- units: won; multiples of paid-in, moic_gross of money paid into assets; payback_quarter from quarter 0, -1 is never;
-- loss_share of random paths
-- that paid in
-- source: METHOD.md "Paths", "NAV"; DPI, RVPI, TVPI, PIC: GIPS 2020 for private market funds
with cash as (
    select
        c.scenario_id,
        c.party_id,
        c.path_group,
        c.quarter,
        c.nav_krw,
        sum(c.distributed_krw - c.paid_in_krw) over (
            partition by c.scenario_id, c.party_id, c.path_group order by c.quarter
        )::bigint as cumulative_krw,
        s.n_quarters
    from party_cash_flows as c
    cross join run_settings as s
),
ends as (
    select
        scenario_id,
        party_id,
        path_group,
        (sum(nav_krw) filter (where quarter = n_quarters - 1))::bigint as end_nav_krw,
        coalesce(max(quarter) filter (where cumulative_krw < 0) + 1, 0) as whole_quarter,
        max(n_quarters) as n_quarters
    from cash
    group by scenario_id, party_id, path_group
),
lives as (
    select
        t.*,
        case when t.payback_quarter < 0 then s.n_quarters else t.payback_quarter end as payback_or_end,
        case when t.paid_in_krw > 0 then t.distributed_krw::double / t.paid_in_krw end as dpi_multiple,
        case when t.commitment_krw > 0 then t.paid_in_krw::double / t.commitment_krw end as pic_share,
        case when t.gross_invested_krw > 0 then t.gross_proceeds_krw::double / t.gross_invested_krw end
            as moic_gross_multiple,
        s.n_quarters
    from party_totals as t
    cross join run_settings as s
),
lists as (
    select
        scenario_id,
        party_id,
        max(n_quarters) as n_quarters,
        quantile_cont(dpi_multiple, [0.05, 0.5, 0.95]) as dpi,
        quantile_cont(pic_share, [0.05, 0.5, 0.95]) as pic,
        quantile_cont(moic_gross_multiple, [0.05, 0.5, 0.95]) as moic_gross,
        quantile_cont(commitment_krw, [0.05, 0.5, 0.95]) as commitment,
        quantile_cont(paid_in_krw, [0.05, 0.5, 0.95]) as paid_in,
        quantile_cont(distributed_krw, [0.05, 0.5, 0.95]) as distributed,
        quantile_cont(first_loss_krw, [0.05, 0.5, 0.95]) as first_loss,
        quantile_cont(fee_krw, [0.05, 0.5, 0.95]) as fee,
        quantile_cont(carry_krw, [0.05, 0.5, 0.95]) as carry,
        quantile_cont(peak_need_krw, [0.05, 0.5, 0.95]) as peak_need,
        quantile_disc(payback_or_end, [0.05, 0.5, 0.95]) as payback,
        count(*)::bigint as path_count,
        count(dpi_multiple)::bigint as paying_count,
        (count(*) filter (where dpi_multiple < 1))::bigint as losing_count,
        sum(commitment_krw)::bigint as commitment_sum,
        sum(paid_in_krw)::bigint as paid_in_sum,
        sum(gross_invested_krw)::bigint as gross_invested_sum,
        sum(gross_proceeds_krw)::bigint as gross_proceeds_sum,
        sum(distributed_krw)::bigint as distributed_sum,
        sum(first_loss_krw)::bigint as first_loss_sum,
        sum(fee_krw)::bigint as fee_sum,
        sum(carry_krw)::bigint as carry_sum,
        sum(peak_need_krw)::bigint as peak_need_sum
    from lives
    where path_id > 0
    group by scenario_id, party_id
),
quantiles as (
    select
        scenario_id,
        party_id,
        n_quarters,
        unnest(['p5', 'median', 'p95']) as statistic,
        unnest(dpi) as dpi_multiple,
        unnest(pic) as pic_share,
        unnest(moic_gross) as moic_gross_multiple,
        unnest(commitment)::bigint as commitment_krw,
        unnest(paid_in)::bigint as paid_in_krw,
        unnest(distributed)::bigint as distributed_krw,
        unnest(first_loss)::bigint as first_loss_krw,
        unnest(fee)::bigint as fee_krw,
        unnest(carry)::bigint as carry_krw,
        unnest(peak_need)::bigint as peak_need_krw,
        unnest(payback) as payback_or_end
    from lists
),
statistics as (
    select
        t.scenario_id, t.party_id, 'central' as statistic, t.dpi_multiple, t.pic_share, t.moic_gross_multiple,
        t.commitment_krw,
        t.paid_in_krw, t.distributed_krw, t.first_loss_krw, t.fee_krw, t.carry_krw, t.peak_need_krw,
        t.payback_quarter,
        case when t.paid_in_krw > 0 then e.end_nav_krw::double / t.paid_in_krw end as rvpi_multiple
    from lives as t
    left join ends as e on e.scenario_id = t.scenario_id and e.party_id = t.party_id and e.path_group = 'central'
    where t.path_id = 0
    union all by name
    select
        scenario_id, party_id, statistic, dpi_multiple, pic_share, moic_gross_multiple, commitment_krw,
        paid_in_krw, distributed_krw, first_loss_krw, fee_krw, carry_krw, peak_need_krw,
        case when payback_or_end < n_quarters then payback_or_end else -1 end as payback_quarter,
        case when dpi_multiple is not null then 0::double end as rvpi_multiple
    from quantiles
    union all by name
    select
        l.scenario_id, l.party_id, 'mean' as statistic,
        case when l.paid_in_sum > 0 then l.distributed_sum::double / l.paid_in_sum end as dpi_multiple,
        case when l.commitment_sum > 0 then l.paid_in_sum::double / l.commitment_sum end as pic_share,
        case when l.gross_invested_sum > 0 then l.gross_proceeds_sum::double / l.gross_invested_sum end
            as moic_gross_multiple,
        l.commitment_sum // l.path_count as commitment_krw,
        l.paid_in_sum // l.path_count as paid_in_krw,
        -- sums may be below zero for those who pay first loss: the remainder comes off first, so that both
        -- floor
        (l.distributed_sum - (l.distributed_sum % l.path_count + l.path_count) % l.path_count) // l.path_count
            as distributed_krw,
        (l.first_loss_sum - (l.first_loss_sum % l.path_count + l.path_count) % l.path_count) // l.path_count
            as first_loss_krw,
        l.fee_sum // l.path_count as fee_krw,
        l.carry_sum // l.path_count as carry_krw,
        l.peak_need_sum // l.path_count as peak_need_krw,
        case when e.whole_quarter < e.n_quarters then e.whole_quarter else -1 end as payback_quarter,
        case when l.paid_in_sum > 0 then e.end_nav_krw::double / l.paid_in_sum end as rvpi_multiple
    from lists as l
    left join ends as e on e.scenario_id = l.scenario_id and e.party_id = l.party_id and e.path_group = 'random'
)
select
    t.scenario_id,
    t.party_id,
    t.statistic,
    t.dpi_multiple + t.rvpi_multiple as tvpi_multiple,
    t.dpi_multiple,
    t.rvpi_multiple,
    t.pic_share,
    t.moic_gross_multiple,
    case when t.dpi_multiple is null then 'nothing paid in' else 'ok' end as multiple_status,
    t.commitment_krw,
    t.paid_in_krw,
    t.distributed_krw,
    t.first_loss_krw,
    t.fee_krw,
    t.carry_krw,
    t.peak_need_krw,
    t.payback_quarter::integer as payback_quarter,
    case when l.paying_count > 0 then l.losing_count::double / l.paying_count end as loss_share,
    coalesce(l.path_count, 0) as random_path_count
from statistics as t
left join lists as l on l.scenario_id = t.scenario_id and l.party_id = t.party_id
order by t.scenario_id, t.party_id, t.statistic
