-- The plants of the central case quarter by quarter, one average plant of each site at 100 %: what is used, earned,
-- owed and paid. Costs are what is left of the cash book: operation, maintenance, working capital.
-- grain: scenario_id, facility_code, quarter
-- units: whole won; kL; used_share 0..1 of open capacity; cover multiples, empty without debt
-- source: METHOD.md, "Plants: operation", "Plants: debt"
select
    s.scenario_id,
    s.scenario,
    p.facility_code,
    q.quarter,
    (r.first_year + q.quarter // 4)::integer as year,
    p.plant_count,
    (q.kl_online_thousandths / 1000)::double as kl_online,
    case when q.kl_online_thousandths > 0 then (q.kl_used_thousandths / q.kl_online_thousandths)::double end
        as used_share,
    q.capex_krw,
    q.paid_in_krw,
    q.revenue_krw,
    q.ebitda_krw,
    q.tax_krw,
    q.cfads_krw,
    q.interest_krw,
    q.service_krw,
    q.debt_krw,
    q.held_krw,
    q.sale_krw,
    q.paid_out_krw,
    q.dscr_multiple,
    q.llcr_multiple
from facility_quarters as q
inner join scenarios as s on s.world_id = q.world_id
inner join facility_plan as p on p.world_id = q.world_id and p.facility_id = q.facility_id
cross join run_settings as r
where q.path_id = 0
order by s.scenario_id, p.facility_code, q.quarter
