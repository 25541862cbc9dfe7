-- Where and when the plants of every CDMO fund are planned, and how much of the fund's money each site is to get.
-- grain: world_id, facility_id
-- units: planned_investment_krw whole won; capacity_kl kL of one plant; quarters from quarter 0
-- source: METHOD.md, "Plants: building"; datasets/facilities.csv
with numbered as (
    select
        (row_number() over (order by f.facility_code) - 1)::integer as facility_id,
        f.facility_code,
        f.fund_code,
        f.cluster_code,
        f.capacity_kl::double as capacity_kl,
        f.start_offset_quarters::integer as start_offset_quarters,
        (sum((f.capacity_kl * 1000)::bigint) over (partition by f.fund_code))::bigint as fund_kl_thousandths
    from facilities_data as f
)
select
    u.world_id,
    n.facility_id,
    n.facility_code,
    u.fund_id,
    c.cluster_id,
    n.capacity_kl,
    (u.start_quarter + n.start_offset_quarters)::integer as start_quarter,
    floor(
        u.planned_size_krw * a.plant_deployable_share * ((n.capacity_kl * 1000)::bigint / n.fund_kl_thousandths)
    )::bigint as planned_investment_krw
from numbered as n
inner join fund_plan as u on u.fund_code = n.fund_code
inner join plan_assumptions as a on a.world_id = u.world_id
inner join clusters as c on c.cluster_code = n.cluster_code
order by u.world_id, n.facility_id
