-- What moves in and out of the assets of each fund: money from the fund goes on to suppliers, money from buyers
-- goes on to the fund, so that assets hold no cash.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; kept paths only; tier is empty
-- source: METHOD.md, "Entities and ledger": buyers and suppliers are entities too
with cash as (
    select
        k.scenario_id,
        k.path_id,
        k.quarter,
        f.fund_code,
        unnest(['investment', 'proceeds', 'forced_sale']) as kind,
        unnest(['supplier:', 'buyer:', 'buyer:']) || f.fund_code as outsider,
        unnest([k.invested_krw, -(k.proceeds_krw - k.forced_sale_krw), -k.forced_sale_krw]) as from_fund_krw
    from fund_flows as k
    inner join kept_paths as p on p.path_id = k.path_id
    inner join funds as f on f.scenario_id = k.scenario_id and f.fund_id = k.fund_id
    where f.level = 1
),
entries as (
    select
        scenario_id, path_id, quarter, 'asset:' || fund_code as entity, 'fund:' || fund_code as counterparty, kind,
        from_fund_krw as amount_krw
    from cash
    union all by name
    select
        scenario_id, path_id, quarter, 'asset:' || fund_code as entity, outsider as counterparty, kind,
        -from_fund_krw as amount_krw
    from cash
    union all by name
    select
        scenario_id, path_id, quarter, outsider as entity, 'asset:' || fund_code as counterparty, kind,
        from_fund_krw as amount_krw
    from cash
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
