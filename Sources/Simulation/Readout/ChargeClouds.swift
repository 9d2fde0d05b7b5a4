// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// The charges of a path's segments as they arrive: short lines blurred by Gaussians, in channels of a window.
///
/// Where they are and how far they reach is worked out for four segments at once and stands in the worker's memory for
/// a block of eight.
struct ChargeClouds {
    static let block = 8
    /// Columns of the memory: places, blur (mm) and its inverse, and the outermost channels reached.
    static let columns = 8
    private let memory: UnsafeMutablePointer<Double>
    private let sharing: GaussianSharing
    private let diffusion: Double
    private let window: ChannelWindow
    private let cells: UnsafeMutablePointer<Double>
    private let u0, v0, drift0, stepU, stepV, stepDrift: Double
    /// Half the lengths of a segment, in channels.
    private let halfU, halfV: Double
    /// Standard deviations in channels per blur, and the inverse.
    private let widthU, widthV, inverseWidthU, inverseWidthV: Double
    /// Times the blur this is ½ over half the length of a segment in standard deviations.
    private let halfInverseU, halfInverseV: Double

    @inline(__always)
    init(
        _ line: ArrivalLine, window: ChannelWindow, cells: UnsafeMutablePointer<Double>,
        memory: UnsafeMutablePointer<Double>, _ sharing: GaussianSharing, _ sensor: UnsafePointer<SensorConstants>,
        _ module: UnsafePointer<ModuleConstants>
    ) {
        self.memory = memory
        self.sharing = sharing
        diffusion = sensor.pointee.diffusion
        self.window = window
        self.cells = cells
        u0 = line.u0 - Double(window.firstU)
        v0 = line.v0 - Double(window.firstV)
        drift0 = line.drift0
        (stepU, stepV, stepDrift) = (line.stepU, line.stepV, line.stepDrift)
        halfU = 0.5 * abs(stepU)
        halfV = 0.5 * abs(stepV)
        widthU = module.pointee.stretchU * sensor.pointee.inversePitchU
        widthV = module.pointee.stretchV * sensor.pointee.inversePitchV
        inverseWidthU = 1 / widthU
        inverseWidthV = 1 / widthV
        halfInverseU = 0.5 * widthU / halfU
        halfInverseV = 0.5 * widthV / halfV
    }

    /// Works out the segments of a block.
    @inline(__always)
    func place(_ segments: Range<Int>) {
        placeFour(segments.lowerBound, 0)
        if segments.count > 4 { placeFour(segments.lowerBound &+ 4, 4) }
    }

    @inline(__always)
    private func placeFour(_ first: Int, _ lane: Int) {
        let middle = SIMD4<Double>(0.5, 1.5, 2.5, 3.5) + Double(first)
        let u = middle * stepU + u0
        let v = middle * stepV + v0
        let drift = middle * stepDrift + drift0
        let variance = ChargeClouds.larger(drift, 0) * diffusion
        let blur = ChargeClouds.larger(variance.squareRoot(), 1e-9)
        let reach = blur * GaussianSharing.range
        let reachU = reach * widthU + halfU
        let reachV = reach * widthV + halfV
        let (rows, columns) = (Double(window.rows), Double(window.columns))
        store(u, 0, lane)
        store(v, 1, lane)
        store(blur, 2, lane)
        store(1 / blur, 3, lane)
        store(ChargeClouds.channel(u - reachU, rows), 4, lane)
        store(ChargeClouds.channel(u + reachU, rows), 5, lane)
        store(ChargeClouds.channel(v - reachV, columns), 6, lane)
        store(ChargeClouds.channel(v + reachV, columns), 7, lane)
    }

    @inline(__always)
    private static func larger(_ x: SIMD4<Double>, _ least: Double) -> SIMD4<Double> {
        let least = SIMD4(repeating: least)
        return SIMD4.select(x.isBelow(least), least, x)
    }

    /// The channel at a place within the window's, or the outermost one, in the low halves of the bits: by rounding what
    /// is ½ below at a size where doubles are integers. Of an integer either itself or the one before.
    @inline(__always)
    private static func channel(_ x: SIMD4<Double>, _ count: Double) -> SIMD4<Double> {
        let most = SIMD4(repeating: count - 0.5)
        let place = larger(x, 0)
        return (SIMD4.select(most.isBelow(place), most, place) - 0.5) + 0x1.8p52
    }

    @inline(__always)
    private func store(_ four: SIMD4<Double>, _ column: Int, _ lane: Int) {
        UnsafeMutableRawPointer(memory + (8 &* column &+ lane)).storeBytes(of: four, as: SIMD4<Double>.self)
    }

    @inline(__always)
    private func channel(_ column: Int, _ lane: Int) -> Int {
        Int(truncatingIfNeeded: memory[8 &* column &+ lane].bitPattern & 0xFFFF_FFFF)
    }

    /// Shares an amount of charge out among the channels that a segment of the block reaches.
    @inline(__always)
    func spread(_ amount: Double, of lane: Int) {
        let (lowU, highU) = (channel(4, lane), channel(5, lane))
        let (lowV, highV) = (channel(6, lane), channel(7, lane))
        let row = cells + lowU &* window.columns
        if lowU == highU {
            if lowV == highV {
                row[lowV] += amount
            } else {
                edgesV(lane).share(amount, lowV...highV, into: row, stride: 1)
            }
        } else if lowV == highV {
            edgesU(lane).share(amount, lowU...highU, into: cells + lowV, stride: window.columns)
        } else {
            spread(amount, of: lane, lowU...highU, lowV...highV)
        }
    }

    /// Over several rows and columns.
    @inline(__always)
    private func spread(_ amount: Double, of lane: Int, _ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) {
        let shares = cells + window.count
        for column in columns { shares[column] = 0 }
        edgesV(lane).share(1, columns, into: shares, stride: 1)
        let edges = edgesU(lane)
        var below = 0.0
        for row in rows {
            let upTo = row == rows.upperBound ? 1 : edges.share(below: Double(row &+ 1))
            let share = amount * (upTo - below)
            below = upTo
            let cells = cells + row &* window.columns
            for column in columns { cells[column] += share * shares[column] }
        }
    }

    @inline(__always)
    private func edgesU(_ lane: Int) -> GaussianSharing.Edges {
        GaussianSharing.Edges(
            sharing: sharing, centre: memory[lane], half: halfU,
            inverseSigma: memory[24 &+ lane] * inverseWidthU, scale: memory[16 &+ lane] * halfInverseU)
    }

    @inline(__always)
    private func edgesV(_ lane: Int) -> GaussianSharing.Edges {
        GaussianSharing.Edges(
            sharing: sharing, centre: memory[8 &+ lane], half: halfV,
            inverseSigma: memory[24 &+ lane] * inverseWidthV, scale: memory[16 &+ lane] * halfInverseV)
    }
}
