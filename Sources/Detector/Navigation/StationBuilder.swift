// SPDX-License-Identifier: GPL-3.0-or-later

/// Sorts layers and passive surfaces into radial and axial stations.
struct StationBuilder {
    let grids: [LayerGrid]
    let places: [PassivePlace]
    /// Layers by position, passive surfaces as −1 − position.
    private(set) var members: [Int32] = []

    init(grids: [LayerGrid], passive: [PassiveSurface]) {
        self.grids = grids
        places = passive.map { surface in
            switch surface.shape {
            case .cylinder(let radius, let z):
                PassivePlace(isCylinder: true, position: radius, low: z.lowerBound, high: z.upperBound)
            case .disc(let z, let radius):
                PassivePlace(isCylinder: false, position: z, low: radius.lowerBound, high: radius.upperBound)
            }
        }
    }

    mutating func radial() -> [Station] {
        stations(
            grids.indices.filter { grids[$0].isBarrel }.map {
                (member: Int32($0), low: grids[$0].minimumRadius, high: grids[$0].maximumRadius)
            }, passive: places.indices.filter { places[$0].isCylinder })
    }

    mutating func axial() -> [Station] {
        stations(
            grids.indices.filter { !grids[$0].isBarrel }.map {
                (member: Int32($0), low: grids[$0].minimumZ, high: grids[$0].maximumZ)
            }, passive: places.indices.filter { !places[$0].isCylinder })
    }

    /// Merges what overlaps into stations, in rising order.
    private mutating func stations(
        _ layers: [(member: Int32, low: Double, high: Double)], passive: [Int]
    ) -> [Station] {
        var items = layers
        items += passive.map { (member: Int32(-1 - $0), low: places[$0].position, high: places[$0].position) }
        items.sort { ($0.low, $0.high, $0.member) < ($1.low, $1.high, $1.member) }
        var result: [Station] = []
        var i = 0
        while i < items.count {
            var high = items[i].high
            var j = i + 1
            while j < items.count, items[j].low <= high + 4 * Navigator.margin {
                high = max(high, items[j].high)
                j += 1
            }
            let first = Int32(members.count)
            members += items[i..<j].map(\.member)
            let isThin = j == i + 1 && items[i].member < 0
            let margin = isThin ? 0 : Navigator.margin
            let extents = items[i..<j].map { extent(of: $0.member) }
            let hasPassive = items[i..<j].contains { $0.member < 0 }
            result.append(
                Station(
                    lower: items[i].low - margin, upper: high + margin,
                    lowAcross: extents.map(\.low).min()! - margin, highAcross: extents.map(\.high).max()! + margin,
                    isThin: isThin,
                    hasPassive: hasPassive, firstMember: first,
                    endMember: Int32(members.count)))
            i = j
        }
        return result
    }

    /// What a member of a radial station covers in z, of an axial one in radius.
    private func extent(of member: Int32) -> (low: Double, high: Double) {
        guard member >= 0 else { return (places[Int(-1 - member)].low, places[Int(-1 - member)].high) }
        let grid = grids[Int(member)]
        return grid.isBarrel ? (grid.minimumZ, grid.maximumZ) : (grid.minimumRadius, grid.maximumRadius)
    }
}
