// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// A root of a continuous function by Brent's method, between bounds where it has opposite signs.
///
/// - Parameters:
///   - range: the bracket.
///   - absoluteTolerance: width of the final bracket, at least 0.
///   - relativeTolerance: the same relative to the root, at least 0.
///   - maximumIterations: after which to give up.
/// - Returns: the root.
/// - Throws: `NumericsError` when the bracket holds no change of sign, the function is not finite, or the tolerance is
///   not reached.
public func findRoot(
    in range: ClosedRange<Double>, absoluteTolerance: Double = 0, relativeTolerance: Double = 1e-14,
    maximumIterations: Int = 200, of function: (Double) -> Double
) throws(NumericsError) -> Double {
    let operation = "root finding"
    guard absoluteTolerance >= 0, relativeTolerance >= 0 else {
        throw .invalid(operation, "negative or undefined tolerance")
    }
    let low = function(range.lowerBound)
    let high = function(range.upperBound)
    if low == 0 { return range.lowerBound }
    if high == 0 { return range.upperBound }
    guard low.isFinite, high.isFinite, (low < 0) != (high < 0) else {
        throw .invalid(operation, "the function does not change sign between the bounds")
    }
    GSL.prepare()
    guard let solver = gsl_root_fsolver_alloc(eidolon_gsl_brent()) else {
        throw NumericsError(.outOfMemory, operation: operation, reason: "out of memory")
    }
    defer { gsl_root_fsolver_free(solver) }
    let outcome = GSL.withFunction(function) { wrapped -> Result<Double, NumericsError> in
        do throws(NumericsError) {
            try GSL.check(gsl_root_fsolver_set(solver, wrapped, range.lowerBound, range.upperBound), operation)
            for _ in 0..<maximumIterations {
                try GSL.check(gsl_root_fsolver_iterate(solver), operation)
                let status = gsl_root_test_interval(
                    gsl_root_fsolver_x_lower(solver), gsl_root_fsolver_x_upper(solver), absoluteTolerance,
                    relativeTolerance)
                if status == GSL_SUCCESS { return .success(gsl_root_fsolver_root(solver)) }
            }
            throw NumericsError(
                .notConverged, operation: operation, reason: "no root within \(maximumIterations) iterations")
        } catch {
            return .failure(error)
        }
    }
    return try outcome.get()
}
