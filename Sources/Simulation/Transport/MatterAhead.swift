// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Upper bounds of the matter on straight ways through a tracker: never less than the surfaces that navigation finds there
/// add up to.
///
/// A neutral particle of which it is known how deep in matter it is to interact need not be led from surface to surface if
/// there is less on its way (the majorant of E. R. Woodcock et al., Proc. Conf. Appl. Comput. Methods to Reactor Problems,
/// ANL-7050 (1965) 557). Passive surfaces count with the path in them, layers with as many modules as can be crossed at
/// once and the smallest cosine at which they can be met. Eight rows are taken at a time; every material has its own.
final class MatterAhead: Sendable {
    private let rows: UnsafeTable<Double>
    private let blocks: UnsafeTable<MatterBlock>
    private let groups: UnsafeTable<MatterGroup>
    private let margin: Double

    /// - Parameter margin: factor on all bounds; with an infinite one nothing is known of what lies ahead.
    init(_ tracker: Tracker, margin: Double = 1) {
        self.margin = margin * (1 + 1e-9)
        let surfaces = MatterRows(tracker)
        var builder = MatterBlockBuilder()
        for material in tracker.materials.indices { builder.add(surfaces, material: material) }
        rows = UnsafeTable(builder.values)
        blocks = UnsafeTable(builder.blocks)
        groups = UnsafeTable(builder.groups)
    }

    /// Number of materials of which there is some; and which they are.
    @inline(__always) var groupCount: Int { groups.count }
    @inline(__always) func material(group: Int) -> Int32 { groups.pointer[group].material }

    /// A bound of a group's material on a way, mm; infinite if none is known.
    ///
    /// - Parameter end: path at which the way ends, mm.
    func path(group: Int, _ way: StraightWay, to end: Double) -> Double {
        let group = groups.pointer[group]
        let direction = MatterRows.directionClass(cotangent: abs(way.uz) / way.transverse)
        let isSteep = way.transverse <= StraightWay.leastTransverse
        if isSteep && group.firstBlock < group.firstAxial { return .infinity }
        let (lowZ, highZ) = way.uz < 0 ? (way.z + way.uz * end, way.z) : (way.z, way.z + way.uz * end)
        var sum = Lanes.zero
        for i in group.firstBlock..<group.firstAxial {
            let block = blocks.pointer[Int(i)]
            if block.lowZ > highZ || block.highZ < lowZ { continue }
            let row = RadialColumns(rows.pointer + Int(block.row), direction)
            if way.b >= 0 {
                if block.highRadius2 < way.radius2 { continue }
                sum += row.path(way, to: end, sign: 1, from: way.radius2)
            } else {
                sum += row.path(way, to: end, sign: -1, from: 0) + row.path(way, to: end, sign: 1, from: 0)
            }
        }
        for i in group.firstAxial..<group.endBlock {
            let block = blocks.pointer[Int(i)]
            if block.lowZ > highZ || block.highZ < lowZ { continue }
            if abs(way.uz) < AxialColumns.leastCosine { return .infinity }
            sum += AxialColumns(rows.pointer + Int(block.row), direction).path(way, to: end)
        }
        let four = sum.lowHalf + sum.highHalf
        return ((four[0] + four[1]) + (four[2] + four[3])) * margin
    }
}

/// The rows of a material: blocks of radial ones, then of axial ones.
struct MatterGroup: BitwiseCopyable {
    var material, firstBlock, firstAxial, endBlock: Int32
}

/// Eight rows, and where they are: nothing of them is met elsewhere.
struct MatterBlock: BitwiseCopyable {
    /// Where its columns begin.
    var row: Int32
    var lowZ, highZ, highRadius2: Double
}

/// Sorts rows into blocks of eight columns.
private struct MatterBlockBuilder {
    private(set) var values: [Double] = []
    private(set) var blocks: [MatterBlock] = []
    private(set) var groups: [MatterGroup] = []

    /// Blocks are passed over by their extents, which are wider by this, mm.
    private static let slack = 1e-3

    mutating func add(_ surfaces: MatterRows, material: Int) {
        let radial = surfaces.radial.filter { $0.material == material }
            .sorted { $0.radius.upperBound < $1.radius.upperBound }
        let axial = surfaces.axial.filter { $0.material == material }.sorted { $0.z.lowerBound < $1.z.lowerBound }
        guard !radial.isEmpty || !axial.isEmpty else { return }
        let first = Int32(blocks.count)
        for part in MatterBlockBuilder.parts(radial) {
            append(part.map(RadialColumns.values), empty: RadialColumns.emptyRow, part.map(\.z), part.map(\.radius))
        }
        let firstAxial = Int32(blocks.count)
        // Those of either end apart, so that no block reaches from one to the other.
        let ends = [axial.filter { $0.z.lowerBound < 0 }, axial.filter { $0.z.lowerBound >= 0 }]
        for part in ends.flatMap(MatterBlockBuilder.parts) {
            append(part.map(AxialColumns.values), empty: AxialColumns.emptyRow, part.map(\.z), part.map(\.radius))
        }
        groups.append(
            MatterGroup(
                material: Int32(material), firstBlock: first, firstAxial: firstAxial, endBlock: Int32(blocks.count)))
    }

    private static func parts<Row>(_ rows: [Row]) -> [ArraySlice<Row>] {
        stride(from: 0, to: rows.count, by: NavigationLanes.count).map {
            rows[$0..<min($0 + NavigationLanes.count, rows.count)]
        }
    }

    private mutating func append(
        _ rows: [[Double]], empty: [Double], _ z: [ClosedRange<Double>], _ radius: [ClosedRange<Double>]
    ) {
        let slack = MatterBlockBuilder.slack
        let farthest = radius.reduce(0) { max($0, $1.upperBound) } + slack
        blocks.append(
            MatterBlock(
                row: Int32(values.count), lowZ: z.reduce(.infinity) { min($0, $1.lowerBound) } - slack,
                highZ: z.reduce(-.infinity) { max($0, $1.upperBound) } + slack, highRadius2: farthest * farthest))
        for column in empty.indices {
            for lane in 0..<NavigationLanes.count { values.append((lane < rows.count ? rows[lane] : empty)[column]) }
        }
    }
}
