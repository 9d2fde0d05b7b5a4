// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// A number with an estimate of its error.
public struct Estimate: Equatable, Sendable {
    public let value: Double
    /// Estimated absolute error.
    public let error: Double

    public init(value: Double, error: Double) {
        self.value = value
        self.error = error
    }
}

/// Adaptive integration in one dimension (QUADPACK's QAG, QAGS and QAGI as GSL has them).
///
/// For making plans: the last bits of the result may depend on the integrand's own functions, so an event kernel does
/// not integrate.
public struct Quadrature: Sendable {
    public var absoluteTolerance: Double
    public var relativeTolerance: Double
    /// The number of subintervals after which to give up.
    public var maximumIntervals: Int

    /// - Parameters:
    ///   - absoluteTolerance: at least 0.
    ///   - relativeTolerance: at least 0; both 0 never converge.
    ///   - maximumIntervals: 1...1_000_000.
    public init(
        absoluteTolerance: Double = 0, relativeTolerance: Double = 1e-10, maximumIntervals: Int = 1000
    ) {
        self.absoluteTolerance = absoluteTolerance
        self.relativeTolerance = relativeTolerance
        self.maximumIntervals = maximumIntervals
    }

    /// The integral of a smooth function (61-point Gauss-Kronrod rule, QAG).
    ///
    /// - Throws: `NumericsError` when the tolerance is not reached or the integrand is not finite.
    public func integrate(
        over range: ClosedRange<Double>, _ integrand: (Double) -> Double
    ) throws(NumericsError) -> Estimate {
        let rule = Int32(GSL_INTEG_GAUSS61)
        return try run("integration", integrand) { function, workspace, value, error in
            gsl_integration_qag(
                function, range.lowerBound, range.upperBound, absoluteTolerance, relativeTolerance, maximumIntervals,
                rule, workspace, value, error)
        }
    }

    /// The integral of a function with integrable singularities (QAGS).
    ///
    /// - Throws: `NumericsError` when the tolerance is not reached or the integrand is not finite.
    public func integrateSingular(
        over range: ClosedRange<Double>, _ integrand: (Double) -> Double
    ) throws(NumericsError) -> Estimate {
        try run("integration with singularities", integrand) { function, workspace, value, error in
            gsl_integration_qags(
                function, range.lowerBound, range.upperBound, absoluteTolerance, relativeTolerance, maximumIntervals,
                workspace, value, error)
        }
    }

    /// The integral from a bound to infinity (QAGIU).
    ///
    /// - Throws: `NumericsError` when the tolerance is not reached or the integrand is not finite.
    public func integrateToInfinity(
        from lower: Double, _ integrand: (Double) -> Double
    ) throws(NumericsError) -> Estimate {
        try run("integration to infinity", integrand) { function, workspace, value, error in
            gsl_integration_qagiu(
                function, lower, absoluteTolerance, relativeTolerance, maximumIntervals, workspace, value, error)
        }
    }

    private typealias Routine = (
        UnsafeMutablePointer<gsl_function>, UnsafeMutablePointer<gsl_integration_workspace>,
        UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>
    ) -> Int32

    private func run(
        _ operation: String, _ integrand: (Double) -> Double, _ routine: Routine
    ) throws(NumericsError) -> Estimate {
        guard (1...1_000_000).contains(maximumIntervals) else {
            throw .invalid(operation, "maximumIntervals outside 1...1000000")
        }
        guard absoluteTolerance >= 0, relativeTolerance >= 0 else {
            throw .invalid(operation, "negative or undefined tolerance")
        }
        GSL.prepare()
        let workspace = try GSL.allocated(gsl_integration_workspace_alloc(maximumIntervals), operation)
        defer { gsl_integration_workspace_free(workspace) }
        var value = 0.0
        var error = 0.0
        let status = GSL.withFunction(integrand) { routine($0, workspace, &value, &error) }
        try GSL.check(status, operation)
        guard value.isFinite, error.isFinite else {
            throw NumericsError(.notConverged, operation: operation, reason: "the integrand is not finite")
        }
        return Estimate(value: value, error: error)
    }
}
