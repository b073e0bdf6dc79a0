using System.Text.Json.Nodes;
using JourneyStore.Engine.Access;
using JourneyStore.Http.Access;
using JourneyStore.Http.Answers;
using JourneyStore.Http.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace JourneyStore.Http.OpenApi;

/// <summary>The OpenAPI document: what the routes say of themselves, and what holds for all of them.</summary>
internal static class Document
{
    private const string Scheme = "key";

    public static void Configure(OpenApiOptions options)
    {
        // An application's own routes are described by the application.
        options.ShouldInclude = route => route.ActionDescriptor.EndpointMetadata.OfType<JourneyFace>().Any();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "JourneyStore",
                Version = "v1",
                Description = "Customer journeys from process events: append, read, decide, explain. Problems are RFC 9457 with a stable code.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key; each operation names the scope it needs.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(async (operation, context, ct) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            operation.Parameters = [.. metadata.OfType<Parameter>().Select(Written)];
            if (metadata.OfType<EventBodies>().Any()) operation.RequestBody = Bodies();
            if (metadata.OfType<JsonBody>().LastOrDefault() is { } body) operation.RequestBody =
                Json(await context.GetOrCreateSchemaAsync(body.Type, null, ct));
            if (metadata.OfType<NeedsScope>().LastOrDefault() is not { } needs) return;
            operation.Description = $"Scope: {needs.Word}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [needs.Word] }];
            var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), null, ct);
            operation.Responses ??= [];
            operation.Responses["401"] = Response("No key, or one that is not in force.", problem);
            operation.Responses["403"] = Response("The key lacks the scope.", problem);
        });
    }

    private static IOpenApiParameter Written(Parameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = parameter.Place,
        Required = parameter.Place == ParameterLocation.Path,
        Description = parameter.Describes,
        Schema = new OpenApiSchema { Type = parameter.Type, Format = parameter.Format },
    };

    private static OpenApiResponse Response(string describes, IOpenApiSchema schema) => new()
    {
        Description = describes,
        Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new() { Schema = schema } },
    };

    private static OpenApiRequestBody Json(IOpenApiSchema schema) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
    };

    private static OpenApiRequestBody Bodies()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        var one = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "specversion", "id", "source", "type" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["specversion"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("1.0")] },
                ["id"] = text,
                ["source"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" },
                ["type"] = text,
                ["time"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
                ["customer"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "type:value, comma-separated" },
                ["account"] = text,
                ["process"] = text,
                ["caseid"] = text,
                ["activity"] = text,
                ["actor"] = text,
                ["channel"] = text,
                ["data"] = new OpenApiSchema { Description = "Any JSON value." },
            },
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Description = "CloudEvents 1.0; in binary mode the attributes are ce-* headers and the body is the data. Content-Encoding: gzip is accepted.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/cloudevents+json"] = new() { Schema = one },
                ["application/cloudevents-batch+json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } },
                ["*/*"] = new() { Schema = new OpenApiSchema { Description = "The data of an event in binary mode." } },
            },
        };
    }
}
