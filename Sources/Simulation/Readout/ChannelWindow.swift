// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The channels that the charge of a straight line can reach: a rectangle of rows (along u) and columns (along v).
///
/// It ends one channel beyond the module's edges: what arrives there, or further out, is lost.
struct ChannelWindow {
    /// The first row and column, in the module.
    let firstU, firstV: Int
    let rows, columns: Int
    /// Channels of the module.
    private let channelsU, channelsV: Int

    /// Around the line between two places, in channels from the edge of the module, as far as charge diffuses.
    @inline(__always)
    init(
        from a: (u: Double, v: Double), to b: (u: Double, v: Double), _ sensor: UnsafePointer<SensorConstants>,
        _ module: UnsafePointer<ModuleConstants>
    ) {
        channelsU = Int(module.pointee.channelsU)
        channelsV = Int(module.pointee.channelsV)
        let u = sensor.pointee.reachU * module.pointee.stretchU
        let v = sensor.pointee.reachV * module.pointee.stretchV
        firstU = ChannelWindow.channel(min(a.u, b.u) - u, module.pointee.channelsU)
        firstV = ChannelWindow.channel(min(a.v, b.v) - v, module.pointee.channelsV)
        rows = ChannelWindow.channel(max(a.u, b.u) + u, module.pointee.channelsU) &- firstU &+ 1
        columns = ChannelWindow.channel(max(a.v, b.v) + v, module.pointee.channelsV) &- firstV &+ 1
    }

    /// The channel at a place, −1 or `count` beside the module.
    @inline(__always)
    private static func channel(_ place: Double, _ count: Int32) -> Int {
        Elementary.wholePart(min(max(place + 1, 0), Double(count &+ 1))) &- 1
    }

    var count: Int { @inline(__always) get { rows &* columns } }

    /// The rows of the window that are the module's, and its columns.
    var insideRows: Range<Int> { @inline(__always) get { max(0, -firstU)..<max(min(rows, channelsU - firstU), 0) } }
    var insideColumns: Range<Int> {
        @inline(__always) get { max(0, -firstV)..<max(min(columns, channelsV - firstV), 0) }
    }

    /// The number in the module of a channel in the window.
    @inline(__always)
    func channel(_ row: Int, _ column: Int) -> Int32 {
        Int32(truncatingIfNeeded: (firstU &+ row) &* channelsV &+ (firstV &+ column))
    }
}

extension ReadoutScratch {
    /// Memory for the charges of a window's channels, row by row, all zero, and behind them one number per column.
    @inline(__always)
    mutating func cells(_ window: ChannelWindow) -> UnsafeMutablePointer<Double> {
        windowCells.removeAll()
        let cells = windowCells.append(unwritten: window.count &+ window.columns)
        for i in 0..<window.count { cells[i] = 0 }
        return cells
    }

    /// Appends the charges of a window's channels that are the module's.
    @inline(__always)
    mutating func append(_ window: ChannelWindow, _ cells: UnsafeMutablePointer<Double>, step: Int32) {
        let before = charges.count
        let target = charges.append(unwritten: window.count)
        var count = 0
        let columns = window.insideColumns
        for row in window.insideRows {
            let cells = cells + row &* window.columns
            for column in columns where cells[column] > 0 {
                target[count] = ChannelCharge(channel: window.channel(row, column), step: step, charge: cells[column])
                count &+= 1
            }
        }
        charges.truncate(to: before + count)
        if before > 0 && count > 0 && target[-1].key >= target[0].key { areOrdered = false }
    }
}
