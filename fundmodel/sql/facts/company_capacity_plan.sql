-- What the draws of companies need of the plan, without the number of companies: moving the size of the
-- programme between two powers of two leaves this table, and with it every draw, as it is.
-- grain: world_id, plan_id
-- units: company_capacity companies, a power of two; quarters from quarter 0
-- source: METHOD.md, "Foreign capital": companies are drawn once for the largest plan, size selects the first n
select
    world_id,
    plan_id,
    plan_code,
    area_id,
    entry_phase,
    company_capacity,
    start_quarter,
    investment_quarters
from company_plan
order by world_id, plan_id
