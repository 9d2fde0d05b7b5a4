// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// Adaptive Monte Carlo integration over a box (G. P. Lepage, J. Comput. Phys. 27 (1978) 192, as GSL has it), by
/// importance sampling alone.
///
/// The random numbers are the caller's: a closure that yields 64-bit words. The same words and an integrand of IEEE
/// operations give the same bits on every processor.
public struct Vegas: Sendable {
    /// Points per iteration.
    public var pointsPerIteration: Int
    /// Iterations that only adapt the grid.
    public var warmUpIterations: Int
    /// Iterations whose results are combined; the grid adapts in these too.
    public var iterations: Int
    /// Stiffness of the adaptation: 0 leaves the grid alone, Lepage's value is 1.5.
    public var stiffness: Double

    public init(
        pointsPerIteration: Int = 10_000, warmUpIterations: Int = 5, iterations: Int = 5, stiffness: Double = 1.5
    ) {
        self.pointsPerIteration = pointsPerIteration
        self.warmUpIterations = warmUpIterations
        self.iterations = iterations
        self.stiffness = stiffness
    }

    /// An integral, its statistical error, the agreement of the iterations and the adapted grid.
    public struct Result: Equatable, Sendable {
        public let estimate: Estimate
        /// χ² per degree of freedom among the iterations; near 1 if their errors can be believed.
        public let chiSquaredPerDegree: Double
        public let grid: VegasGrid
    }

    /// Integrates over the box.
    ///
    /// - Parameters:
    ///   - box: one range per dimension, at most 50.
    ///   - random: yields independent 64-bit words.
    ///   - integrand: takes a point.
    /// - Throws: `NumericsError` for settings out of range or an integrand that is not finite.
    public func integrate(
        over box: [ClosedRange<Double>], random: () -> UInt64, _ integrand: (UnsafeBufferPointer<Double>) -> Double
    ) throws(NumericsError) -> Result {
        try validate(box)
        GSL.prepare()
        let outcome = withoutActuallyEscaping(random) { random in
            withoutActuallyEscaping(integrand) { integrand in
                var context = VegasContext(random: random, integrand: integrand)
                return withUnsafeMutablePointer(to: &context) { pointer -> Swift.Result<Result, NumericsError> in
                    do throws(NumericsError) {
                        return .success(try run(box, pointer))
                    } catch {
                        return .failure(error)
                    }
                }
            }
        }
        return try outcome.get()
    }

    private static let operation = "Monte Carlo integration"

    private func validate(_ box: [ClosedRange<Double>]) throws(NumericsError) {
        guard (1...50).contains(box.count) else { throw .invalid(Self.operation, "dimensions outside 1...50") }
        guard box.allSatisfy({ $0.lowerBound.isFinite && $0.upperBound.isFinite && $0.lowerBound < $0.upperBound })
        else { throw .invalid(Self.operation, "a range is empty or not finite") }
        guard (2...1_000_000_000).contains(pointsPerIteration), (0...1000).contains(warmUpIterations),
            (1...1000).contains(iterations), stiffness >= 0, stiffness <= 10
        else { throw .invalid(Self.operation, "settings out of range") }
    }

    private func run(
        _ box: [ClosedRange<Double>], _ context: UnsafeMutablePointer<VegasContext>
    ) throws(NumericsError) -> Result {
        let generator = try GSL.allocated(gsl_rng_alloc(wordGeneratorType), Self.operation)
        defer { gsl_rng_free(generator) }
        // The generator's state is one pointer: to the closure that yields the words.
        generator.pointee.state.storeBytes(of: UnsafeMutableRawPointer(context), as: UnsafeMutableRawPointer.self)
        let state = try GSL.allocated(gsl_monte_vegas_alloc(box.count), Self.operation)
        defer { gsl_monte_vegas_free(state) }
        try configure(state, stage: 0, iterations: max(warmUpIterations, 1))
        var function = gsl_monte_function(f: callIntegrand, dim: box.count, params: UnsafeMutableRawPointer(context))
        var lower = box.map(\.lowerBound)
        var upper = box.map(\.upperBound)
        var value = 0.0
        var error = 0.0
        if warmUpIterations > 0 {
            let status = gsl_monte_vegas_integrate(
                &function, &lower, &upper, box.count, pointsPerIteration, generator, state, &value, &error)
            try GSL.check(status, Self.operation)
            // Stage 1 keeps the grid and drops the results.
            try configure(state, stage: 1, iterations: iterations)
        } else {
            try configure(state, stage: 0, iterations: iterations)
        }
        let status = gsl_monte_vegas_integrate(
            &function, &lower, &upper, box.count, pointsPerIteration, generator, state, &value, &error)
        try GSL.check(status, Self.operation)
        guard value.isFinite, error.isFinite else {
            throw NumericsError(.notConverged, operation: Self.operation, reason: "the integrand is not finite")
        }
        return Result(
            estimate: Estimate(value: value, error: error),
            chiSquaredPerDegree: gsl_monte_vegas_chisq(state), grid: try grid(of: state, box))
    }

    private func configure(
        _ state: UnsafeMutablePointer<gsl_monte_vegas_state>, stage: Int32, iterations: Int
    ) throws(NumericsError) {
        var parameters = gsl_monte_vegas_params()
        gsl_monte_vegas_params_get(state, &parameters)
        parameters.alpha = stiffness
        parameters.iterations = iterations
        parameters.stage = stage
        parameters.mode = Int32(GSL_VEGAS_MODE_IMPORTANCE_ONLY)
        parameters.verbose = -1
        gsl_monte_vegas_params_set(state, &parameters)
    }

    /// GSL keeps the edges in units of the box, the dimension running fastest.
    private func grid(
        of state: UnsafeMutablePointer<gsl_monte_vegas_state>, _ box: [ClosedRange<Double>]
    ) throws(NumericsError) -> VegasGrid {
        let bins = Int(state.pointee.bins)
        let edges = box.enumerated().map { d, range -> [Double] in
            let width = range.upperBound - range.lowerBound
            var row = (0...bins).map { range.lowerBound + width * state.pointee.xi[$0 * box.count + d] }
            row[bins] = range.upperBound
            return row
        }
        return try VegasGrid(edges: edges)
    }
}

private struct VegasContext {
    let random: () -> UInt64
    let integrand: (UnsafeBufferPointer<Double>) -> Double
}

private func callIntegrand(
    _ point: UnsafeMutablePointer<Double>?, _ dimensions: Int, _ parameters: UnsafeMutableRawPointer?
) -> Double {
    guard let point, let parameters else { return .nan }
    let context = parameters.assumingMemoryBound(to: VegasContext.self)
    return context.pointee.integrand(UnsafeBufferPointer(start: point, count: dimensions))
}

/// A generator type for GSL that draws words from a `VegasContext`. GSL keeps the pointer, so it lives for good.
private nonisolated(unsafe) let wordGeneratorType: UnsafePointer<gsl_rng_type> = {
    let type = UnsafeMutablePointer<gsl_rng_type>.allocate(capacity: 1)
    let name = StaticString("eidolon")
    type.initialize(
        to: gsl_rng_type(
            name: UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), max: UInt(UInt32.max), min: 0,
            size: MemoryLayout<UnsafeMutableRawPointer>.size, set: { _, _ in },
            get: { UInt(nextWord($0) >> 32) },
            get_double: { Double(nextWord($0) >> 11) * 0x1p-53 }))
    return UnsafePointer(type)
}()

private func nextWord(_ state: UnsafeMutableRawPointer?) -> UInt64 {
    guard let state else { return 0 }
    let context = state.load(as: UnsafeMutableRawPointer.self)
    return context.assumingMemoryBound(to: VegasContext.self).pointee.random()
}
