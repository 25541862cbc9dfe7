-- The companies that the funds mean to enter: the first ones of each plan row.
-- grain: world_id, plan_id, company_number
-- units: entry_quarter from quarter 0
-- source: METHOD.md, "Foreign capital": size selects the first n by running number
select
    s.world_id,
    s.plan_id,
    s.company_number,
    s.entry_quarter,
    s.cluster_id
from company_slots as s
inner join company_plan as p on p.world_id = s.world_id and p.plan_id = s.plan_id
where s.company_number <= p.company_count
order by s.world_id, s.plan_id, s.company_number
