-- What moves between foreign owners at the level of assets and those outside: the sellers of shares and builders of
-- plants they pay, the buyers they sell to. Funds and their assets are no part of it.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; no tier
-- source: METHOD.md, "Foreign owners beside the funds" and "Entities and ledger"
with listed as (
    select
        c.scenario_id,
        c.path_id,
        c.quarter,
        'co_owner:' || c.owner_kind as owner,
        unnest(['supplier:', 'buyer:']) || f.fund_code as other,
        unnest(['co_owner_paid_in', 'co_owner_received']) as kind,
        unnest([-c.paid_in_krw, c.received_krw]) as amount_krw
    from co_owner_flows as c
    inner join kept_paths as k on k.path_id = c.path_id
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id
),
entries as (
    select scenario_id, path_id, quarter, owner as entity, other as counterparty, kind, amount_krw
    from listed
    union all by name
    select scenario_id, path_id, quarter, other as entity, owner as counterparty, kind, -amount_krw as amount_krw
    from listed
)
select
    scenario_id,
    path_id,
    quarter,
    entity,
    counterparty,
    kind,
    ''::varchar as tier,
    amount_krw::bigint as amount_krw
from entries
where amount_krw <> 0
order by scenario_id, path_id, quarter, entity, counterparty, kind, tier
