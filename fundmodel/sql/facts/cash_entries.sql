-- What moves between child funds and the bank that holds their idle cash, and the lender of their subscription line.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; idle cash itself stands in note_entries, as the cash
--        that a fund keeps
-- source: METHOD.md, "Cash of a fund" and "Entities and ledger"
with moved as (
    select
        c.scenario_id,
        c.path_id,
        c.quarter,
        'fund:' || f.fund_code as fund,
        unnest(['bank:' || f.fund_code, 'line:' || f.fund_code, 'line:' || f.fund_code]) as other,
        unnest(['idle_cash_interest', 'subscription_line', 'line_interest']) as kind,
        unnest([c.interest_krw, c.line_net_krw, -c.line_interest_krw]) as amount_krw
    from fund_cash as c
    inner join kept_paths as p on p.path_id = c.path_id
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id
),
entries as (
    select scenario_id, path_id, quarter, fund as entity, other as counterparty, kind, amount_krw
    from moved
    union all by name
    select scenario_id, path_id, quarter, other as entity, fund as counterparty, kind, -amount_krw as amount_krw
    from moved
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
