// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A station as lanes read it: one cache line, transposed into vectors for eight lanes at once.
///
/// Every station has two rows: as a particle meets it that moves towards +z, and, mirrored, towards −z.
struct StationRow: BitwiseCopyable {
    /// The middle of a radial station in the square of the radius, of an axial one in z, and its half width therein.
    let middle, half: Double
    /// The upper bound, for a radial station squared; the outer radius of a radial station.
    let end, radius: Double
    /// Extent of a radial station in z, of an axial one in radius.
    let lowAcross, highAcross: Double
    /// As in `Kind`.
    let kind: Double
    /// Of a thin station: the passive surface, and its position behind the layers.
    let surface, member: Int32

    enum Kind {
        static let modules = 0.0
        /// One passive surface and nothing else.
        static let thin = 1.0
        /// The end of the tracker's volume.
        static let volume = 2.0
    }

    /// Number of doubles, and of those that tell where it is.
    static let columns = 8
    static let bounds = 4

    init(_ station: Station, isRadial: Bool, kind: Double, surface: Int32, member: Int32) {
        let low = isRadial ? station.lower * station.lower : station.lower
        let high = isRadial ? station.upper * station.upper : station.upper
        middle = station.lower == station.upper ? high : 0.5 * (low + high)
        half = 0.5 * (high - low)
        end = high
        radius = isRadial ? station.upper : 0
        lowAcross = station.lowAcross
        highAcross = station.highAcross
        self.kind = kind
        self.surface = surface
        self.member = member
    }
}

/// The rows of all stations, each way's in the order in which a particle comes to them; after the last the end of the
/// volume. A view of memory that a `StationTable` owns.
struct StationRows: @unchecked Sendable {
    let rows: UnsafePointer<StationRow>
    /// The stations' members in `Navigator.members`.
    let members: UnsafePointer<IndexRange>
    /// By row, what is compared to pass over stations: where a particle comes to the station (lower radius, upper z) and
    /// the extent across.
    let place, low, high: UnsafePointer<Double>
    /// Number of stations of each way.
    let radialCount, axialCount: Int

    /// The rows of the first stations outward and along z.
    @inline(__always)
    func firstRadial(isForward: Bool) -> Int { isForward ? 0 : radialCount + 1 }
    @inline(__always)
    func firstAxial(isForward: Bool) -> Int { 2 * (radialCount + 1) + (isForward ? 0 : axialCount + 1) }

    /// The thin stations of a row, counted as the scalar navigation does, −1 for none.
    func thinStations(row: Int) -> (radial: Int32, axial: Int32) {
        guard row >= 0 else { return (-1, -1) }
        let axial = row - firstAxial(isForward: true)
        if axial < 0 { return (Int32(row < radialCount + 1 ? row : row - radialCount - 1), -1) }
        return (-1, Int32(axial <= axialCount ? axial : 2 * axialCount - axial))
    }

    /// The other way round.
    func row(thinRadial: Int32, thinAxial: Int32) -> Int {
        thinRadial >= 0 ? Int(thinRadial) : (thinAxial >= 0 ? firstAxial(isForward: true) + Int(thinAxial) : -1)
    }
}

/// Owns the memory of `StationRows`.
final class StationTable: Sendable {
    private let rows: UnsafeTable<StationRow>
    private let members: UnsafeTable<IndexRange>
    private let place, low, high: UnsafeTable<Double>
    private let radialCount, axialCount: Int

    /// - Parameters: radial and axial stations in rising order; what follows from a member that is a passive surface.
    init(
        radial: [Station], axial: [Station], tracker: Tracker, members memberList: [Int32]
    ) {
        radialCount = radial.count
        axialCount = axial.count
        let outward = Station(end: tracker.boundaryRadius)
        let along = Station(end: tracker.boundaryHalfLength)
        let radialStations = radial + [outward] + radial.map(\.mirroredAcross) + [outward]
        let axialStations = axial + [along] + axial.reversed().map(\.mirrored) + [along]
        let stations = radialStations + axialStations
        rows = UnsafeTable(
            stations.indices.map { i in
                let station = stations[i]
                let isRadial = i < radialStations.count
                guard station.firstMember < station.endMember else {
                    return StationRow(
                        station, isRadial: isRadial, kind: StationRow.Kind.volume, surface: -1, member: -1)
                }
                guard station.isThin else {
                    return StationRow(
                        station, isRadial: isRadial, kind: StationRow.Kind.modules, surface: -1, member: -1)
                }
                let passive = -1 - memberList[Int(station.firstMember)]
                return StationRow(
                    station, isRadial: isRadial, kind: StationRow.Kind.thin,
                    surface: Int32(tracker.modules.count) + passive, member: Int32(tracker.layers.count) + passive)
            })
        members = UnsafeTable(stations.map { IndexRange(first: $0.firstMember, end: $0.endMember) })
        // Stations are compared four at a time: behind the last stand some that are never passed over.
        let never = [Double](repeating: .infinity, count: 3)
        place = UnsafeTable(radialStations.map(\.lower) + axialStations.map(\.upper) + never)
        low = UnsafeTable(stations.map(\.lowAcross) + never.map { -$0 })
        high = UnsafeTable(stations.map(\.highAcross) + never)
    }

    /// Valid while this table lives.
    var view: StationRows {
        StationRows(
            rows: rows.pointer, members: members.pointer, place: place.pointer, low: low.pointer, high: high.pointer,
            radialCount: radialCount, axialCount: axialCount)
    }
}
