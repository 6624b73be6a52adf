using Mono.Cecil;
using Mono.Cecil.Cil;

namespace GenEft.Tests;

/// <summary>Which types of a compiled assembly use which, by their signatures, bodies and attributes. Nested types, which hold what the
/// compiler makes of lambdas and iterators, count as the type around them.</summary>
internal static class TypeArrows
{
    /// <summary>Pairs of full names.</summary>
    /// <param name="assembly">The assembly's path.</param>
    /// <param name="prefix">What the full names of types that count begin with, as used ones.</param>
    public static HashSet<(string From, string To)> Of(string assembly, string prefix = "GenEft.")
    {
        HashSet<(string, string)> arrows = [];
        using AssemblyDefinition read = AssemblyDefinition.ReadAssembly(assembly);
        foreach (TypeDefinition type in read.MainModule.GetTypes().Where(type => type.FullName.StartsWith("GenEft.", StringComparison.Ordinal)))
        {
            string from = Outermost(type).FullName;
            foreach (string to in Used(type).SelectMany(Parts).Select(used => Outermost(used).FullName))
            {
                if (to != from && to.StartsWith(prefix, StringComparison.Ordinal))
                {
                    arrows.Add((from, to));
                }
            }
        }

        return arrows;
    }

    private static IEnumerable<TypeReference?> Used(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. type.Methods.SelectMany(Used),
    ];

    private static IEnumerable<TypeReference?> Used(MethodDefinition method) =>
    [
        .. Signature(method),
        .. method.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Used) : [],
    ];

    private static IEnumerable<TypeReference?> Used(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => Signature(method).Append(method.DeclaringType),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    // List<int[]> is List, int.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);
}
