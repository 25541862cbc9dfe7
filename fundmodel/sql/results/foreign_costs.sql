-- What tax, hedges and dollar commitments do to foreign investors over the whole life: on the central case, the mean
-- and quantiles over the random paths, cell by cell. The result of a hedge is split into the forward points and the
-- move of the rate. A call in won beyond a commitment in dollars is excused: reported, without effect on the cash.
-- grain: scenario_id, party_id, statistic
-- units: whole won, tax and hedge_cost paid, hedge_points and hedge_spot received (- paid); US cents; over_hedged and
-- under_hedged the greatest gap to the hedge ratio of NAV; excused_path_share of random paths
-- source: METHOD.md "Tax of foreign investors" and "Currency of foreign investors"
with lists as (
    select
        scenario_id,
        party_id,
        quantile_cont(tax_krw, [0.05, 0.5, 0.95]) as tax,
        quantile_cont(tax_left_krw, [0.05, 0.5, 0.95]) as tax_left,
        quantile_cont(hedge_points_krw, [0.05, 0.5, 0.95]) as hedge_points,
        quantile_cont(hedge_spot_krw, [0.05, 0.5, 0.95]) as hedge_spot,
        quantile_cont(hedge_cost_krw, [0.05, 0.5, 0.95]) as hedge_cost,
        quantile_cont(over_hedged_krw, [0.05, 0.5, 0.95]) as over_hedged,
        quantile_cont(under_hedged_krw, [0.05, 0.5, 0.95]) as under_hedged,
        quantile_cont(excused_krw, [0.05, 0.5, 0.95]) as excused,
        quantile_cont(called_usd_cents, [0.05, 0.5, 0.95]) as called,
        quantile_cont(unfunded_usd_cents, [0.05, 0.5, 0.95]) as unfunded,
        count(*)::bigint as path_count,
        (count(*) filter (where excused_krw > 0))::bigint as excused_count,
        sum(tax_krw)::bigint as tax_sum,
        sum(tax_left_krw)::bigint as tax_left_sum,
        sum(hedge_points_krw)::bigint as hedge_points_sum,
        sum(hedge_spot_krw)::bigint as hedge_spot_sum,
        sum(hedge_cost_krw)::bigint as hedge_cost_sum,
        sum(over_hedged_krw)::bigint as over_hedged_sum,
        sum(under_hedged_krw)::bigint as under_hedged_sum,
        sum(excused_krw)::bigint as excused_sum,
        sum(called_usd_cents)::bigint as called_sum,
        sum(unfunded_usd_cents)::bigint as unfunded_sum
    from foreign_totals
    where path_id > 0
    group by scenario_id, party_id
),
statistics as (
    select
        scenario_id, party_id, 'central' as statistic, tax_krw, tax_left_krw, hedge_points_krw, hedge_spot_krw,
        hedge_cost_krw, over_hedged_krw, under_hedged_krw, excused_krw, called_usd_cents, unfunded_usd_cents
    from foreign_totals
    where path_id = 0
    union all by name
    select
        scenario_id, party_id, unnest(['p5', 'median', 'p95']) as statistic, unnest(tax)::bigint as tax_krw,
        unnest(tax_left)::bigint as tax_left_krw, unnest(hedge_points)::bigint as hedge_points_krw,
        unnest(hedge_spot)::bigint as hedge_spot_krw, unnest(hedge_cost)::bigint as hedge_cost_krw,
        unnest(over_hedged)::bigint as over_hedged_krw, unnest(under_hedged)::bigint as under_hedged_krw,
        unnest(excused)::bigint as excused_krw, unnest(called)::bigint as called_usd_cents,
        unnest(unfunded)::bigint as unfunded_usd_cents
    from lists
    union all by name
    select
        scenario_id, party_id, 'mean' as statistic,
        tax_sum // path_count as tax_krw,
        tax_left_sum // path_count as tax_left_krw,
        -- what may be below zero loses its remainder first, so that it is floored, too
        (hedge_points_sum - (hedge_points_sum % path_count + path_count) % path_count) // path_count
            as hedge_points_krw,
        (hedge_spot_sum - (hedge_spot_sum % path_count + path_count) % path_count) // path_count as hedge_spot_krw,
        hedge_cost_sum // path_count as hedge_cost_krw,
        over_hedged_sum // path_count as over_hedged_krw,
        under_hedged_sum // path_count as under_hedged_krw,
        excused_sum // path_count as excused_krw,
        called_sum // path_count as called_usd_cents,
        unfunded_sum // path_count as unfunded_usd_cents
    from lists
)
select
    t.scenario_id,
    s.scenario,
    t.party_id,
    p.party_code,
    p.party_kind,
    t.statistic,
    t.tax_krw,
    t.tax_left_krw,
    t.hedge_points_krw,
    t.hedge_spot_krw,
    t.hedge_cost_krw,
    t.hedge_points_krw + t.hedge_spot_krw - t.hedge_cost_krw as hedge_result_krw,
    t.over_hedged_krw,
    t.under_hedged_krw,
    t.called_usd_cents,
    t.unfunded_usd_cents,
    t.excused_krw,
    case when l.path_count > 0 then l.excused_count::double / l.path_count end as excused_path_share,
    a.foreign_commitment_currency as commitment_currency
from statistics as t
inner join scenarios as s on s.scenario_id = t.scenario_id
inner join parties as p on p.party_id = t.party_id
inner join foreign_assumptions as a on a.scenario_id = t.scenario_id
left join lists as l on l.scenario_id = t.scenario_id and l.party_id = t.party_id
order by t.scenario_id, t.party_id, t.statistic
