// SPDX-License-Identifier: GPL-3.0-or-later

/// Searches for modules that fill the same space.
public enum ModuleCollision {
    /// What a search found.
    public struct Result: Sendable, Equatable {
        /// Positions in the tracker's modules, the smaller first, in increasing order.
        public var pairs: [Pair] = []
        /// Whether the search ended before all neighbours were compared.
        public var isIncomplete = false
        public struct Pair: Sendable, Equatable {
            public var first: Int
            public var second: Int
        }
    }

    /// Comparisons after which a search gives up, so that no description can make it endless.
    static let budget = 100_000_000

    /// All pairs that collide within some layers, which may be of one or of several kinds.
    public static func all(in layers: [Layer], of tracker: Tracker, limit: Int = 1000) -> Result {
        var members: [(index: Int, solid: ModuleSolid)] = []
        for layer in layers {
            for index in layer.modules {
                members.append(
                    (index, ModuleSolid(tracker.modules[index], thickness: layer.sensor.slab.thickness)))
            }
        }
        var reach = 1e-3
        for member in members { reach = max(reach, member.solid.reach) }
        let grid = Grid(members.map(\.solid.center), cell: 2 * reach)
        var result = Result()
        var comparisons = 0
        for (rank, member) in members.enumerated() {
            grid.forEachNeighbour(of: rank) { other in
                guard other > rank, result.pairs.count < limit else { return }
                comparisons += 1
                if comparisons <= budget, member.solid.intersects(members[other].solid) {
                    let (a, b) = (member.index, members[other].index)
                    result.pairs.append(Result.Pair(first: min(a, b), second: max(a, b)))
                }
            }
            if comparisons > budget || result.pairs.count >= limit {
                result.isIncomplete = true
                break
            }
        }
        result.pairs.sort { ($0.first, $0.second) < ($1.first, $1.second) }
        return result
    }

    /// The first collision of one of some modules with any module of the same layer.
    static func first(among representatives: [Int], in layer: Layer, of tracker: Tracker) -> Result.Pair? {
        let thickness = layer.sensor.slab.thickness
        for a in representatives {
            let solid = ModuleSolid(tracker.modules[a], thickness: thickness)
            for b in layer.modules where b != a {
                let apart = tracker.modules[b].center - solid.center
                // Modules of a layer differ little in size: this much farther apart nothing can touch.
                guard apart.dot(apart) < 16 * solid.reach * solid.reach else { continue }
                if solid.intersects(ModuleSolid(tracker.modules[b], thickness: thickness)) {
                    return Result.Pair(first: min(a, b), second: max(a, b))
                }
            }
        }
        return nil
    }

    /// Points sorted into cubic cells.
    private struct Grid {
        private struct Cell: Hashable {
            var x: Int
            var y: Int
            var z: Int
        }
        private var cells: [Cell: [Int]] = [:]
        private var cellOf: [Cell] = []

        init(_ points: [Vector3], cell size: Double) {
            for (index, point) in points.enumerated() {
                let cell = Cell(
                    x: Int((point.x / size).rounded(.down)), y: Int((point.y / size).rounded(.down)),
                    z: Int((point.z / size).rounded(.down)))
                cellOf.append(cell)
                cells[cell, default: []].append(index)
            }
        }

        func forEachNeighbour(of index: Int, _ body: (Int) -> Void) {
            let cell = cellOf[index]
            for x in -1...1 {
                for y in -1...1 {
                    for z in -1...1 {
                        for other in cells[Cell(x: cell.x + x, y: cell.y + y, z: cell.z + z)] ?? [] { body(other) }
                    }
                }
            }
        }
    }
}
