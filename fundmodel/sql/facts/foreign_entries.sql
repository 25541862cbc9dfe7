-- Tax kept back from foreign investors, and what their hedges settle, each with its other side: the tax office and
-- the hedge bank. The result of a hedge stands apart as forward points and as the move of the rate.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; no tier
-- source: METHOD.md, "Tax of foreign investors" and "Currency of foreign investors"
with listed as (
    select
        c.scenario_id,
        c.path_id,
        c.quarter,
        'investor:' || i.investor_code as investor,
        unnest(['tax_office:KR', 'hedge_bank:' || i.currency, 'hedge_bank:' || i.currency, 'hedge_bank:' || i.currency])
            as other,
        unnest(['withholding_tax', 'hedge_points', 'hedge_spot', 'hedge_cost']) as kind,
        unnest([-c.tax_krw, c.hedge_points_krw, c.hedge_spot_krw, -c.hedge_cost_krw]) as amount_krw
    from foreign_cash as c
    inner join kept_paths as k on k.path_id = c.path_id
    inner join investors as i on i.investor_id = c.investor_id
),
entries as (
    select scenario_id, path_id, quarter, investor as entity, other as counterparty, kind, amount_krw
    from listed
    union all by name
    select scenario_id, path_id, quarter, other as entity, investor as counterparty, kind, -amount_krw as amount_krw
    from listed
)
select
    scenario_id,
    path_id,
    quarter,
    entity,
    counterparty,
    kind,
    '' as tier,
    amount_krw::bigint as amount_krw
from entries
where amount_krw <> 0
order by scenario_id, path_id, quarter, entity, counterparty, kind, tier
