//! Many places that are asked about many others.

use super::Span;

/// Places of any number, put together so that it takes no look at each of them to tell whether one is touched.
#[derive(Clone, Debug, Default)]
pub struct Places(Vec<Span>);

impl Places {
    /// The places, in any order.
    pub fn new(mut all: Vec<Span>) -> Self {
        all.sort_unstable();
        let mut apart: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            match apart.last_mut() {
                Some(last) if last.overlaps(span) => *last = last.to(span),
                _ => apart.push(span),
            }
        }
        Self(apart)
    }

    /// Whether any of the places shares at least one byte with another.
    pub fn touch(&self, place: Span) -> bool {
        let after = self.0.partition_point(|known| (known.file, known.start) < (place.file, place.end));
        self.0.get(..after).and_then(<[Span]>::last).is_some_and(|known| known.overlaps(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn places_are_touched_as_each_of_them_is() {
        let mut sources = SourceMap::default();
        let files = ["a", "b", "c"].map(|name| sources.add(name, ""));
        let span = |(file, start, end): (usize, u32, u32)| Span::new(files[file], start, end);
        let all: Vec<Span> =
            [(2, 0, 3), (0, 10, 30), (0, 12, 15), (0, 28, 40), (2, 3, 5), (0, 50, 50)].map(span).to_vec();
        let places = Places::new(all.clone());
        for (file, start) in (0..3).flat_map(|file| (0..60).map(move |start| (file, start))) {
            for end in start..start + 3 {
                let place = span((file, start, end));
                assert_eq!(places.touch(place), all.iter().any(|known| known.overlaps(place)), "{place:?}");
            }
        }
        assert!(!Places::default().touch(span((0, 0, 9))));
    }
}
