-- What moves in and out of the ultimate investors: calls and distributions against funds, and public support, which
-- goes from those who pay to those who get it through one account per lever and child fund; carry in escrow lies on one
-- account per fund.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; tier of the waterfall or empty
-- source: METHOD.md, "Entities and ledger" and "Public money for others"
with movements as (
    select
        m.scenario_id,
        m.path_id,
        m.quarter,
        'investor:' || i.investor_code as investor,
        case when m.kind = 'escrow' then m.kind else coalesce(l.lever, 'fund') end || ':' || f.fund_code as other,
        l.lever is not null or m.kind = 'escrow' as has_account,
        m.kind,
        m.tier,
        m.amount_krw
    from investor_flows as m
    inner join funds as f on f.scenario_id = m.scenario_id and f.fund_id = m.fund_id
    inner join investors as i on i.investor_id = m.investor_id
    left join support_levers as l on l.lever = m.kind
),
entries as (
    select scenario_id, path_id, quarter, investor as entity, other as counterparty, kind, tier, amount_krw
    from movements
    union all by name
    select
        scenario_id, path_id, quarter, other as entity, investor as counterparty, kind, tier, -amount_krw as amount_krw
    from movements
    where has_account
)
select
    scenario_id,
    path_id,
    quarter,
    entity,
    counterparty,
    kind,
    tier,
    amount_krw::bigint as amount_krw
from entries
order by scenario_id, path_id, quarter, entity, counterparty, kind, tier
