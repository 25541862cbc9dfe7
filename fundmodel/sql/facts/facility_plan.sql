-- The plants of every CDMO fund: how many of each site, and which share of them the fund holds.
-- The plan is made at full demand and at the start rate of exchange; shocks of a scenario do not change it.
-- grain: world_id, facility_id
-- units: _krw whole won; capacity_kl kL of one plant; stake_share 0..1 of every plant of the row; quarters
--        from quarter 0; need_krw = what the owners of one whole plant pay in
-- source: METHOD.md, "Asset economics that give sane numbers": stakes of 20-40 %, early losses in the budget
with counted as (
    select
        s.world_id,
        s.facility_id,
        s.facility_code,
        s.fund_id,
        s.cluster_id,
        s.capacity_kl,
        s.start_quarter,
        s.planned_investment_krw,
        d.need_krw,
        ceil(s.planned_investment_krw / (a.plant_stake_share_max * d.need_krw))::integer as plant_count
    from facility_sites as s
    inner join facility_financing as d on d.world_id = s.world_id and d.facility_id = s.facility_id
    inner join plan_assumptions as a on a.world_id = s.world_id
)
select
    world_id,
    facility_id,
    facility_code,
    fund_id,
    cluster_id,
    capacity_kl,
    start_quarter,
    planned_investment_krw,
    need_krw,
    plant_count,
    case when plant_count = 0 then 0::double else planned_investment_krw / (plant_count * need_krw::double) end
        as stake_share
from counted
order by world_id, facility_id
