-- What moves on the guaranteed bonds of public investors: against bondholders, the treasury that pays interest nobody
-- else pays and stands for redemption, and the government bonds in which money waits.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; no tier
-- source: METHOD.md, "Bonds of the public investor"
with listed as (
    select
        b.scenario_id,
        b.path_id,
        b.quarter,
        'investor:' || i.investor_code as investor,
        unnest([
            'bondholders:' || i.investor_code, 'bondholders:' || i.investor_code, 'bondholders:' || i.investor_code,
            'government_bonds:KR', 'treasury:KR', 'treasury:KR'
        ]) as other,
        unnest([
            'bond_issue', 'bond_interest', 'bond_redemption', 'kept_income', 'bond_carry', 'bond_guarantee'
        ]) as kind,
        unnest([
            b.issued_krw + b.refinanced_krw, -b.interest_krw, -b.repaid_krw, b.kept_income_krw, b.carry_paid_krw,
            b.drawn_krw
        ]) as amount_krw
    from bond_flows as b
    inner join kept_paths as k on k.path_id = b.path_id
    inner join investors as i on i.investor_id = b.investor_id
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
