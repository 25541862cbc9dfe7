-- The plants of every CDMO fund: how many of each plan row, and which share of them the fund holds.
-- The plan is made at full demand and at the start rate of exchange; shocks of a scenario do not change it.
-- grain: world_id, facility_id
-- units: _krw whole won; capacity_kl kL of one plant; stake_share 0..1 of every plant of the row; quarters
--        from quarter 0; need_krw = budget, mean overrun and early operating losses of one whole plant
-- source: METHOD.md, "Asset economics that give sane numbers": stakes of 20-40 %, early losses in the budget
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
),
operating_years as (
    select
        p.world_id,
        n.facility_id,
        least(1, r.value) as utilisation_share,
        n.capacity_kl * p.capex_per_kl_krw * (1 + p.overrun_mean_share) as gross_krw,
        n.capacity_kl * p.revenue_per_kl_krw * pow(
            1 + p.price_growth_rate,
            (
                u.start_quarter + n.start_offset_quarters + p.build_quarters + p.delay_mean_quarters
                + p.validation_quarters
            ) / 4 + r.position
        ) as full_load_krw,
        1 - p.margin_at_full_share as full_cost_share,
        p.fixed_cost_share,
        p.maintenance_capex_share
    from numbered as n
    inner join fund_plan as u on u.fund_code = n.fund_code
    inner join plants_assumptions as p on p.world_id = u.world_id
    inner join curves_data as r on r.curve_code = 'plant_ramp' and r.position <= p.exit_year
),
needs as (
    select
        world_id,
        facility_id,
        floor(max(gross_krw))::bigint + sum(
            floor(
                greatest(
                    0,
                    full_load_krw * full_cost_share
                    * (fixed_cost_share + (1 - fixed_cost_share) * utilisation_share)
                    + gross_krw * maintenance_capex_share - full_load_krw * utilisation_share
                )
            )::bigint
        )::bigint as need_krw
    from operating_years
    group by world_id, facility_id
),
planned as (
    select
        u.world_id,
        n.facility_id,
        n.facility_code,
        u.fund_id,
        c.cluster_id,
        n.capacity_kl,
        u.start_quarter + n.start_offset_quarters as start_quarter,
        floor(
            u.planned_size_krw * a.plant_deployable_share * ((n.capacity_kl * 1000)::bigint / n.fund_kl_thousandths)
        )::bigint as planned_investment_krw,
        d.need_krw,
        a.plant_stake_share_max
    from numbered as n
    inner join fund_plan as u on u.fund_code = n.fund_code
    inner join plan_assumptions as a on a.world_id = u.world_id
    inner join clusters as c on c.cluster_code = n.cluster_code
    inner join needs as d on d.world_id = u.world_id and d.facility_id = n.facility_id
),
counted as (
    select
        *,
        ceil(planned_investment_krw / (plant_stake_share_max * need_krw))::integer as plant_count
    from planned
)
select
    world_id,
    facility_id,
    facility_code,
    fund_id,
    cluster_id,
    capacity_kl,
    start_quarter::integer as start_quarter,
    planned_investment_krw,
    need_krw::bigint as need_krw,
    plant_count,
    case when plant_count = 0 then 0::double else planned_investment_krw / (plant_count * need_krw::double) end
        as stake_share
from counted
order by world_id, facility_id
