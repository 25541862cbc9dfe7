-- How much of the yearly Korean market for bio venture the plan asks for, and what that does to prices: the share of
-- deployment and of listings in the market, the part of it that is taken as the limit, and the price of entries above.
-- grain: scenario_id, year
-- units: won of the year, expected, before the limits of the funds' money; listings companies a year; shares of the
--        market; entry_price_multiple price over the ladder's; listing_place_share of companies that would list
-- source: METHOD.md, "Absorption"; startup_absorption, listing_places
select
    s.scenario_id,
    s.scenario,
    (r.first_year + a.year_number)::integer as year,
    a.deployment_krw,
    a.follow_on_krw,
    a.market_krw,
    case when a.market_krw > 0 then a.deployment_krw::double / a.market_krw else 0 end as deployment_share,
    case when a.market_krw > 0 then a.capacity_krw::double / a.market_krw else 0 end as limit_share,
    a.entry_price_multiple,
    a.listings_thousandths::double / 1000 as listings,
    a.listing_capacity_thousandths::double / 1000 as listing_limit,
    p.place_share as listing_place_share
from startup_absorption as a
inner join listing_places as p on p.world_id = a.world_id and p.year_number = a.year_number
inner join scenarios as s on s.world_id = a.world_id
cross join run_settings as r
where a.deployment_krw > 0 or a.listings_thousandths > 0
order by s.scenario_id, year
