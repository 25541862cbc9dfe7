-- What moves between child funds and the bank that holds their idle cash, and the lender of their subscription line;
-- and between an investor whose money is appropriated by the year, the account on which it waits, and its bank.
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
accounts as (
    select
        a.scenario_id,
        a.path_id,
        a.quarter,
        'appropriation:' || i.investor_code as account,
        unnest([
            'investor:' || i.investor_code, 'investor:' || i.investor_code, 'investor:' || i.investor_code,
            'bank:' || i.investor_code
        ]) as other,
        unnest(['appropriation', 'appropriation_drawn', 'appropriation_returned', 'idle_cash_interest']) as kind,
        unnest([a.paid_krw, -a.called_krw, -a.returned_krw, a.interest_krw]) as amount_krw
    from appropriations as a
    inner join kept_paths as p on p.path_id = a.path_id
    inner join investors as i on i.investor_id = a.investor_id
),
entries as (
    select scenario_id, path_id, quarter, fund as entity, other as counterparty, kind, amount_krw
    from moved
    union all by name
    select scenario_id, path_id, quarter, other as entity, fund as counterparty, kind, -amount_krw as amount_krw
    from moved
    union all by name
    select scenario_id, path_id, quarter, account as entity, other as counterparty, kind, amount_krw
    from accounts
    union all by name
    select scenario_id, path_id, quarter, other as entity, account as counterparty, kind, -amount_krw as amount_krw
    from accounts
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
