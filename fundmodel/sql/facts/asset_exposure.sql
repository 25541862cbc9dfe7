-- Where the assets of the plan put the money that they ask for, before the limits of the funds.
-- Companies outside Korea (the rest of a fund's Korean share) count as dollars; of a plant, the part of its revenue
-- that is priced in dollars does; of a blind pool, what its duty to invest in Korea leaves.
-- grain: world_id, path_id, fund_id, area_id, phase_id, cluster_id, currency
-- units: invested_krw whole won; area_id and phase_id -1 for plants, -2 for blind pools, whose
--        cluster_id is -1
-- source: startup_exposure, facility_events, pool_lot_flows
with cheques as (
    select
        world_id,
        path_id,
        fund_id,
        area_id,
        phase_id,
        cluster_id,
        sum(invested_krw)::bigint as invested_krw
    from startup_exposure
    group by world_id, path_id, fund_id, area_id, phase_id, cluster_id
),
startups as (
    select
        e.world_id,
        e.path_id,
        e.fund_id,
        e.area_id,
        e.phase_id,
        e.cluster_id,
        e.invested_krw,
        floor(e.invested_krw * f.korea_share)::bigint as won_krw
    from cheques as e
    inner join fund_plan as u on u.world_id = e.world_id and u.fund_id = e.fund_id
    inner join funds_data as f on f.fund_code = u.fund_code
),
calls as (
    select
        e.world_id,
        e.path_id,
        p.fund_id,
        p.cluster_id,
        a.usd_price_share,
        sum(
            case when e.plant_number = 0 then p.plant_count else 1 end
            * floor(e.paid_in_krw * p.stake_share)::bigint
        )::bigint as invested_krw
    from facility_events as e
    inner join facility_plan as p on p.world_id = e.world_id and p.facility_id = e.facility_id
    inner join plants_assumptions as a on a.world_id = e.world_id
    where e.plant_number <= p.plant_count and p.plant_count > 0
    group by e.world_id, e.path_id, p.fund_id, p.cluster_id, a.usd_price_share
),
pools as (
    select
        l.world_id,
        l.path_id,
        l.fund_id,
        f.korea_share,
        sum(l.invested_krw)::bigint as invested_krw
    from pool_lot_flows as l
    inner join fund_plan as u on u.world_id = l.world_id and u.fund_id = l.fund_id
    inner join funds_data as f on f.fund_code = u.fund_code
    group by l.world_id, l.path_id, l.fund_id, f.korea_share
),
assets as (
    select world_id, path_id, fund_id, area_id, phase_id, cluster_id, invested_krw, won_krw
    from startups
    union all by name
    select
        world_id,
        path_id,
        fund_id,
        -1 as area_id,
        -1 as phase_id,
        cluster_id,
        invested_krw,
        floor(invested_krw * (1 - usd_price_share))::bigint as won_krw
    from calls
    union all by name
    select
        world_id,
        path_id,
        fund_id,
        -2 as area_id,
        -2 as phase_id,
        -1 as cluster_id,
        invested_krw,
        floor(invested_krw * korea_share)::bigint as won_krw
    from pools
),
by_currency as (
    select
        world_id,
        path_id,
        fund_id,
        area_id,
        phase_id,
        cluster_id,
        unnest([
            {'currency': 'KRW', 'amount': won_krw},
            {'currency': 'USD', 'amount': invested_krw - won_krw}
        ]) as part
    from assets
)
select
    world_id,
    path_id,
    fund_id,
    area_id::integer as area_id,
    phase_id::integer as phase_id,
    cluster_id,
    part.currency::varchar as currency,
    part.amount::bigint as invested_krw
from by_currency
where part.amount <> 0
order by world_id, path_id, fund_id, area_id, phase_id, cluster_id, currency
