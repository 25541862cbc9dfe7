-- Every movement of the kept paths with both its sides: the union of all tables of entries.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; tier of the waterfall or empty
-- source: METHOD.md, "Entities and ledger"
with entries as (
    select * from asset_entries
    union all by name
    select * from fund_entries
    union all by name
    select * from investor_entries
    union all by name
    select * from foreign_entries
    union all by name
    select * from co_owner_entries
    union all by name
    select * from note_entries
    union all by name
    select * from cash_entries
    union all by name
    select * from funding_entries
    union all by name
    select * from plant_entries
)
select
    scenario_id,
    path_id,
    quarter,
    entity,
    counterparty,
    kind,
    tier,
    amount_krw
from entries
order by scenario_id, path_id, quarter, entity, counterparty, kind, tier
