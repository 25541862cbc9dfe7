-- Foreign owners at the level of assets, beside the funds: what co-investors and direct owners of plants pay, receive
-- and earn, free of fee and carry and before tax. They are shown by themselves and count in no foreign share of a fund.
-- On the central case and in quantiles over the random paths, cell by cell; a path that lost everything or has no rate
-- in range ranks last, a path without money is left out.
-- grain: scenario_id, owner_kind, statistic
-- units: whole won over the whole life; multiples; rates per year, empty where none exists, with the reason in the
--        status; of_assets_share of all money that they and the funds beside them paid for these assets
-- source: METHOD.md, "Foreign owners beside the funds"
with ranked as (
    select
        *,
        case when status in ('out of range', 'total loss') then -1 else rate end as ranked_rate,
        case when own_status in ('out of range', 'total loss') then -1 else own_rate end as ranked_own_rate,
        received_krw::double / nullif(paid_in_krw, 0) as multiple,
        paid_in_krw::double / nullif(paid_in_krw + fund_invested_krw, 0) as of_assets
    from co_owner_returns
),
lists as (
    select
        scenario_id,
        owner_kind,
        quantile_cont(paid_in_krw, [0.05, 0.5, 0.95]) as paid_in,
        quantile_cont(received_krw, [0.05, 0.5, 0.95]) as received,
        quantile_cont(multiple, [0.05, 0.5, 0.95]) as multiple,
        quantile_cont(of_assets, [0.05, 0.5, 0.95]) as of_assets,
        quantile_cont(ranked_rate, [0.05, 0.5, 0.95]) as rates,
        quantile_cont(ranked_own_rate, [0.05, 0.5, 0.95]) as own_rates
    from ranked
    where path_id > 0
    group by scenario_id, owner_kind
),
statistics as (
    select
        scenario_id, owner_kind, 'central' as statistic, paid_in_krw, received_krw, multiple, of_assets, rate, status,
        own_rate, own_status
    from ranked
    where path_id = 0
    union all by name
    select
        scenario_id, owner_kind, unnest(['p5', 'median', 'p95']) as statistic, unnest(paid_in)::bigint as paid_in_krw,
        unnest(received)::bigint as received_krw, unnest(multiple) as multiple, unnest(of_assets) as of_assets,
        unnest(rates) as rate,
        case
            when unnest(rates) is null then 'no sign change' when unnest(rates) <= -1 then 'total loss' else 'ok'
        end as status,
        unnest(own_rates) as own_rate,
        case
            when unnest(own_rates) is null then 'no sign change'
            when unnest(own_rates) <= -1 then 'total loss'
            else 'ok'
        end as own_status
    from lists
)
select
    t.scenario_id,
    s.scenario,
    t.owner_kind,
    t.statistic,
    t.paid_in_krw,
    t.received_krw,
    t.multiple as tvpi_multiple,
    t.of_assets as of_assets_share,
    t.rate as irr_won_rate,
    t.status as irr_won_status,
    t.own_rate as irr_own_rate,
    t.own_status as irr_own_status
from statistics as t
inner join scenarios as s on s.scenario_id = t.scenario_id
order by t.scenario_id, t.owner_kind, t.statistic
