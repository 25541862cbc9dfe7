-- The therapeutic areas that the startup plan uses.
-- grain: area_id
-- units: none
-- source: datasets/startup_plan.csv; every area there has its rows in drug_phases.csv
with used as (
    select distinct area_code
    from startup_plan_data
)
select
    (row_number() over (order by area_code) - 1)::integer as area_id,
    area_code
from used
order by area_id
