namespace JourneyStore.Http.Problems;

/// <summary>
/// Every <c>code</c> of a problem that the HTTP face answers by itself. The engine's refusals bring their own codes
/// (<c>intake-full</c>, <c>database-away</c>, <c>database-slow</c>, <c>unknown-customer</c>, <c>unknown-view</c>, <c>unknown-row</c>,
/// <c>unknown-policy</c>,
/// <c>unknown-decision</c>, <c>bad-parameter</c>, <c>bad-fact</c>, <c>not-fresh</c>, <c>stopping</c>, <c>not-storable</c>,
/// <c>not-parked</c>, <c>rebuild-beside</c>, <c>erasure-beside</c>, <c>was-split</c>, <c>one-customer</c>, <c>not-theirs</c>, <c>nothing-left</c>,
/// <c>busy</c>), bodies that cannot be read those of the ingestion.
/// </summary>
public static class ProblemCodes
{
    /// <summary>401: a key is needed and none was sent.</summary>
    public const string NoKey = "no-key";

    /// <summary>401: the key is not one of ours, or is revoked, or the header is not <c>Bearer KEY</c>.</summary>
    public const string BadKey = "bad-key";

    /// <summary>403: the key lacks the scope that the route needs.</summary>
    public const string ScopeMissing = "scope-missing";

    /// <summary>403: without keys the store answers this machine only.</summary>
    public const string LoopbackOnly = "loopback-only";

    /// <summary>404: no such route.</summary>
    public const string UnknownRoute = "unknown-route";

    /// <summary>405: the route has no such method; <c>Allow</c> names those it has.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>408: the request came too slowly.</summary>
    public const string RequestTooSlow = "request-too-slow";

    /// <summary>413: the body is larger than a request may be.</summary>
    public const string BodyTooLarge = "body-too-large";

    /// <summary>415: the body is of a kind that the route does not read.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";

    /// <summary>415: the body is encoded in another way than gzip.</summary>
    public const string UnsupportedEncoding = "unsupported-encoding";

    /// <summary>400: the body ends too early, or is not the gzip that it claims to be, up to its last byte.</summary>
    public const string BadBody = "bad-body";

    /// <summary>400: the request breaks HTTP in another way.</summary>
    public const string BadRequest = "bad-request";

    /// <summary>400: a parameter is outside its form or range; <c>parameter</c> names it.</summary>
    public const string BadParameter = "bad-parameter";

    /// <summary>404: no such customer.</summary>
    public const string UnknownCustomer = "unknown-customer";

    /// <summary>504: the answer took too long and was given up.</summary>
    public const string Timeout = "timeout";

    /// <summary>503: the store cannot take events now; the detail says why.</summary>
    public const string NotReady = "not-ready";

    /// <summary>500: our mistake; <c>traceId</c> finds it in the log.</summary>
    public const string Internal = "internal";
}
