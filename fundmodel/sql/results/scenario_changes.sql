-- What each scenario changes against the base case, one assumption a row.
-- grain: scenario_id, name
-- units: values as text, in the unit of the catalogue
-- source: the scenario's overrides and the catalogue of assumptions
select
    o.scenario_id,
    s.scenario,
    o.topic,
    o.name,
    a.label_en,
    a.label_ko,
    a.unit,
    o.base_value,
    o.value
from scenario_overrides o
join scenarios s on s.scenario_id = o.scenario_id
join assumptions_data a on a.name = o.name
order by o.scenario_id, o.name
