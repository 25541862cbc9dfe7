-- What moves on the notes of funds: issue, interest, principal, premiums, draws and recoveries of guarantors, what is
-- handed over to a trustee when a fund ends in default and what the trustee pays; and the account on which a fund with
-- notes keeps its cash.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; tier is empty
-- source: METHOD.md, "Notes of a fund" and "Entities and ledger"; a trustee may hold dollars, so that what it pays is
--         not in won what it received
with flows as (
    select
        n.*,
        'fund:' || f.fund_code as fund,
        'notes:' || t.note_code as holders,
        'guarantor:' || t.note_code as guarantor,
        'trustee:' || t.note_code as trustee
    from note_flows as n
    inner join note_terms as t on t.scenario_id = n.scenario_id and t.note_id = n.note_id
    inner join funds as f on f.scenario_id = t.scenario_id and f.fund_id = t.fund_id
),
movements as (
    select
        scenario_id,
        path_id,
        quarter,
        unnest([fund, fund, fund, fund, fund, fund, fund, guarantor, trustee]) as payer,
        unnest([holders, holders, holders, guarantor, guarantor, guarantor, trustee, holders, holders]) as receiver,
        unnest([
            'note_issue', 'note_interest', 'note_principal', 'guarantee_premium', 'guarantee_recovery',
            'guarantee_waiver', 'note_reserve', 'guarantee_draw', 'note_reserve_paid'
        ]) as kind,
        unnest([
            -issued_krw, paid_interest_krw, paid_krw - paid_interest_krw, premium_krw, recovered_krw, -waived_krw,
            handed_over_krw, drawn_krw - waived_krw, trustee_krw
        ]) as amount_krw
    from flows
),
balances as (
    select
        k.scenario_id,
        k.path_id,
        k.quarter,
        f.fund_code,
        k.cash_krw - lag(k.cash_krw, 1, 0) over (
            partition by k.scenario_id, k.path_id, k.fund_id order by k.quarter
        ) as saved_krw
    from fund_flows as k
    inner join kept_paths as p on p.path_id = k.path_id
    inner join funds as f on f.scenario_id = k.scenario_id and f.fund_id = k.fund_id
),
paid as (
    select scenario_id, path_id, quarter, payer, receiver, kind, amount_krw
    from movements
    union all by name
    select
        scenario_id, path_id, quarter, 'fund:' || fund_code as payer, 'account:' || fund_code as receiver,
        'note_cash' as kind, saved_krw as amount_krw
    from balances
),
entries as (
    select
        scenario_id, path_id, quarter, payer as entity, receiver as counterparty, kind, -amount_krw as amount_krw
    from paid
    union all by name
    select scenario_id, path_id, quarter, receiver as entity, payer as counterparty, kind, amount_krw
    from paid
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
