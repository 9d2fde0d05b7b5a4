// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// What went wrong in a numerical routine.
public struct NumericsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Kinds of failure that a caller may want to tell apart.
    public enum Kind: Equatable, Sendable {
        /// An argument is outside the domain of the routine.
        case invalidArgument
        /// The tolerance was not reached: too many iterations, rounding, a singularity or divergence.
        case notConverged
        /// Memory could not be had.
        case outOfMemory
        /// Another status of the library.
        case library(Int)
    }

    public let kind: Kind
    /// The routine, as its caller knows it.
    public let operation: String
    /// The problem and, where there is one, a remedy.
    public let reason: String

    public init(_ kind: Kind, operation: String, reason: String) {
        self.kind = kind
        self.operation = operation
        self.reason = reason
    }

    public var description: String { "\(operation): \(reason)" }

    static func invalid(_ operation: String, _ reason: String) -> NumericsError {
        NumericsError(.invalidArgument, operation: operation, reason: reason)
    }
}

/// The GNU Scientific Library with its error handler off: by default it aborts the process.
enum GSL {
    private static let isReady: Bool = {
        gsl_set_error_handler_off()
        return true
    }()

    /// To be called before any routine of the library.
    static func prepare() { _ = isReady }

    /// Throws what a status means unless it is success.
    static func check(_ status: Int32, _ operation: String) throws(NumericsError) {
        let code = Int(status)
        if code == GSL_SUCCESS { return }
        let reason = String(cString: gsl_strerror(status))
        throw NumericsError(kind(of: code), operation: operation, reason: reason)
    }

    private static func kind(of code: Int) -> NumericsError.Kind {
        switch code {
        case GSL_EDOM, GSL_EINVAL, GSL_EBADLEN:
            return .invalidArgument
        case GSL_EMAXITER, GSL_EROUND, GSL_ESING,
            GSL_EDIVERGE, GSL_EBADTOL, GSL_ETOL, GSL_EBADFUNC,
            GSL_EFAILED:
            return .notConverged
        case GSL_ENOMEM:
            return .outOfMemory
        default:
            return .library(code)
        }
    }

    /// A pointer that an allocation routine returned, or the error that it returned none.
    static func allocated<Pointee>(
        _ pointer: UnsafeMutablePointer<Pointee>?, _ operation: String
    ) throws(NumericsError) -> UnsafeMutablePointer<Pointee> {
        guard let pointer else {
            throw NumericsError(.outOfMemory, operation: operation, reason: "out of memory")
        }
        return pointer
    }

    /// Calls `body` with a function that the library can call.
    static func withFunction<Value>(
        _ function: (Double) -> Double, _ body: (UnsafeMutablePointer<gsl_function>) throws -> Value
    ) rethrows -> Value {
        try withoutActuallyEscaping(function) { escaping in
            var context = FunctionContext(function: escaping)
            return try withUnsafeMutablePointer(to: &context) { pointer in
                var wrapped = gsl_function(function: callFunction, params: UnsafeMutableRawPointer(pointer))
                return try body(&wrapped)
            }
        }
    }
}

private struct FunctionContext {
    let function: (Double) -> Double
}

private func callFunction(_ x: Double, _ parameters: UnsafeMutableRawPointer?) -> Double {
    guard let parameters else { return .nan }
    return parameters.assumingMemoryBound(to: FunctionContext.self).pointee.function(x)
}
