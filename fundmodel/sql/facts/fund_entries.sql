-- What moves in and out of funds: calls and distributions against investors, fees against the manager, expenses
-- against providers, money against assets, each with its other side where that is no fund, investor or asset.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; tier of the waterfall or empty
-- source: METHOD.md, "Entities and ledger": a movement between two entities is two rows with sum zero; interest on a
--         line, which is in the expenses, stands in cash_entries
with partners as (
    select
        m.scenario_id,
        m.path_id,
        m.quarter,
        'fund:' || f.fund_code as fund,
        case when m.investor_id = -1 then 'fund:' || g.fund_code else 'investor:' || i.investor_code end as partner,
        m.investor_id = -1 as is_fund,
        m.kind,
        m.tier,
        m.amount_krw
    from investor_flows as m
    inner join funds as f on f.scenario_id = m.scenario_id and f.fund_id = m.fund_id
    inner join funds as g on g.scenario_id = m.scenario_id and g.level = 0
    left join investors as i on i.investor_id = m.investor_id
    where m.kind <> 'escrow' and m.kind not in (select lever from support_levers)
),
cash as (
    select
        k.scenario_id,
        k.path_id,
        k.quarter,
        f.fund_code,
        f.level,
        k.invested_krw,
        k.fee_krw,
        k.expense_krw - coalesce(c.line_interest_krw, 0) as expense_krw,
        k.proceeds_krw - k.forced_sale_krw as sold_krw,
        k.forced_sale_krw
    from fund_flows as k
    inner join kept_paths as p on p.path_id = k.path_id
    inner join funds as f on f.scenario_id = k.scenario_id and f.fund_id = k.fund_id
    left join fund_cash as c
        on c.scenario_id = k.scenario_id
        and c.path_id = k.path_id
        and c.fund_id = k.fund_id
        and c.quarter = k.quarter
),
-- what a fund pays or receives and to or from whom; is_asset: the other side stands in asset_entries
outside as (
    select *, 'fee' as kind, 'manager:' || fund_code as other, false as is_asset, -fee_krw as amount_krw from cash
    union all by name
    select *, 'expense' as kind, 'provider:' || fund_code as other, false as is_asset, -expense_krw as amount_krw
    from cash
    union all by name
    select *, 'investment' as kind, 'asset:' || fund_code as other, true as is_asset, -invested_krw as amount_krw
    from cash
    where level = 1
    union all by name
    select *, 'proceeds' as kind, 'asset:' || fund_code as other, true as is_asset, sold_krw as amount_krw
    from cash
    where level = 1
    union all by name
    select *, 'forced_sale' as kind, 'asset:' || fund_code as other, true as is_asset, forced_sale_krw as amount_krw
    from cash
    where level = 1
),
entries as (
    select scenario_id, path_id, quarter, fund as entity, partner as counterparty, kind, tier, -amount_krw as amount_krw
    from partners
    union all by name
    select scenario_id, path_id, quarter, partner as entity, fund as counterparty, kind, tier, amount_krw
    from partners
    where is_fund
    union all by name
    select
        scenario_id, path_id, quarter, 'fund:' || fund_code as entity, other as counterparty, kind,
        '' as tier, amount_krw
    from outside
    union all by name
    select
        scenario_id, path_id, quarter, other as entity, 'fund:' || fund_code as counterparty, kind, '' as tier,
        -amount_krw as amount_krw
    from outside
    where not is_asset
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
where amount_krw <> 0
order by scenario_id, path_id, quarter, entity, counterparty, kind, tier
