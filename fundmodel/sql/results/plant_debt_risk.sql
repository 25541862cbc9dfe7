-- How often the debt of plants is missed: over all plants of the plan on the random paths, by site. A plant is cured if
-- its owners paid in for a missed payment after the interest-only years; its lenders lose if the sale does not repay
-- them. Amounts are means over all these plants, so that they compare with the loan.
-- grain: scenario_id, facility_code
-- units: shares 0..1 of plants; whole won, one plant at 100 %; no rows without random paths or without debt
-- source: METHOD.md, "Plants: debt"
with plants as (
    select
        e.world_id,
        e.facility_id,
        e.path_id,
        e.plant_number,
        sum(e.cure_krw)::bigint as cure_krw,
        sum(e.lender_loss_krw)::bigint as loss_krw
    from facility_events as e
    inner join facility_plan as p on p.world_id = e.world_id and p.facility_id = e.facility_id
    where e.path_id > 0 and e.plant_number <= p.plant_count and p.plant_count > 0
    group by e.world_id, e.facility_id, e.path_id, e.plant_number
)
select
    s.scenario_id,
    s.scenario,
    p.facility_code,
    f.debt_krw,
    count(*)::bigint as plant_paths,
    (count(*) filter (where a.cure_krw > 0) / count(*))::double as cured_share,
    (count(*) filter (where a.loss_krw > 0) / count(*))::double as lender_loss_share,
    (sum(a.cure_krw)::bigint // count(*))::bigint as mean_cure_krw,
    (sum(a.loss_krw)::bigint // count(*))::bigint as mean_lender_loss_krw
from plants as a
inner join scenarios as s on s.world_id = a.world_id
inner join facility_plan as p on p.world_id = a.world_id and p.facility_id = a.facility_id
inner join facility_financing as f on f.world_id = a.world_id and f.facility_id = a.facility_id
where f.debt_krw > 0
group by s.scenario_id, s.scenario, p.facility_code, f.debt_krw
order by s.scenario_id, p.facility_code
