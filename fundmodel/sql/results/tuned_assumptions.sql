-- Every value that was set so that something else comes out: what it was tuned to, and why.
-- grain: dataset, name
-- units: value as text in the unit of the catalogue; empty where a whole table was tuned
-- source: datasets/tuned.csv
select
    t.dataset,
    t.name,
    a.label_en,
    a.label_ko,
    a.value,
    a.unit,
    t.tuned_to,
    t.tuned_to_ko,
    t.reason,
    t.reason_ko,
    t.source,
    t.verification
from tuned_data as t
left join assumptions_data as a on a.name = t.name and t.dataset = 'assumptions'
order by t.dataset, t.name
