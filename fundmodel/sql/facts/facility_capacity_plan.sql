-- What the draws and the operation of plants need of the plan: never less plants than planned, so that moving
-- the size of the programme between two powers of two draws nothing again.
-- grain: world_id, facility_id
-- units: capacity_kl kL of one plant; plant_capacity number of plants, a power of two; quarters from quarter 0
-- source: METHOD.md, "Foreign capital": assets are drawn once for the largest plan, size selects the first n
select
    world_id,
    facility_id,
    facility_code,
    capacity_kl,
    start_quarter,
    pow(2, ceil(log2(greatest(1, plant_count))))::integer as plant_capacity
from facility_plan
order by world_id, facility_id
